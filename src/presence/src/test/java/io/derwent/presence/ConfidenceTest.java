package io.derwent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Whereabouts;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfidenceTest {
    private static final Instant NOON = Trace.START;
    private static final MobilityProfile PROFILE = MobilityProfile.of(Mobility.ASSET_TRACKING);

    @ParameterizedTest(name = "{0} reads, {1} weak, margin {2}")
    @CsvSource(
            nullValues = "alone",
            value = {
                "1,0,alone,0.6",
                "1,1,alone,0.43",
                "2,0,alone,0.8",
                "2,2,alone,0.6",
                "5,0,alone,0.98",
                "40,0,alone,1.0",
                "40,0,600,1.0",
                "40,0,1200,1.0",
                "40,0,300,0.75",
                "40,0,0,0.5",
                "40,0,-300,0.25",
                "40,0,-360,0.2",
                "40,0,-2000,0.2",
            })
    void manyReadsAndNobodyElseHearingItSpeakForAPlace(int reads, int weak, Integer margin, double standing) {
        Heard here = new Heard(reads, weak, -60_00, 0, 1000, new ReadPoint("A", "r", 1, List.of()));

        assertThat(Confidence.standing(here, Optional.ofNullable(margin), PROFILE))
                .isEqualTo(standing);
    }

    @ParameterizedTest(name = "last heard of after {0} s, asked after {1} s")
    @CsvSource({
        "0,0,1.0",
        "30,30,1.0",
        "31,31,1.0",
        "315,315,0.55",
        "600,600,0.1",
        "900,900,0.1",
        "30,315,0.99",
    })
    void unseenByAReaderThatIsHeardOfItFades(int heardAfter, int askedAfter, double confidence) {
        ReaderStatus reader = reader(heardAfter, false);

        assertThat(at(seen(1.0, 30_000), Optional.of(reader), askedAfter)).isEqualTo(confidence);
    }

    @Test
    void whileTheReaderIsSilentItIsWorthHalf() {
        assertThat(at(seen(1.0, 30_000), Optional.of(reader(0, true)), 30)).isEqualTo(0.5);
        assertThat(at(seen(1.0, 30_000), Optional.empty(), 30)).isEqualTo(0.5);
    }

    @Test
    void theAnswerNamesPlaceAgeAndSilence() {
        Whereabouts where =
                Confidence.whereabouts(seen(1.0, 30_000), Optional.of(reader(10, true)), NOON.plusSeconds(70));

        assertThat(where).isEqualTo(new Whereabouts("A", true, NOON, NOON, 70, 0.5, NOON.plusSeconds(10)));
    }

    @Test
    void aReaderWhoseClockIsAheadMakesNothingOlderThanNew() {
        Whereabouts where =
                Confidence.whereabouts(seen(1.0, 30_000), Optional.of(reader(0, false)), NOON.minusSeconds(60));

        assertThat(where.ageSeconds()).isZero();
        assertThat(where.confidence()).isEqualTo(1.0);
    }

    @Property
    void confidenceNeverGrowsWithAge(
            @ForAll @DoubleRange(min = 0, max = 1) double standing,
            @ForAll @IntRange(max = 3_600_000) int patienceMillis,
            @ForAll @IntRange(max = 100_000) int heardSince,
            @ForAll @IntRange(max = 1_000_000) int heardFor,
            @ForAll boolean silent,
            @ForAll boolean continuous,
            @ForAll boolean present,
            @ForAll Mobility mobility,
            @ForAll @IntRange(max = 2_000_000) int age,
            @ForAll @IntRange(max = 2_000_000) int more) {
        LastSeen seen = new LastSeen(
                "derby", "pump-1", mobility, 1, "A", present, NOON, NOON, "reader", 1, standing, patienceMillis);
        Instant since = NOON.plusSeconds(heardSince);
        Instant heard = since.plusSeconds(heardFor);
        Optional<ReaderStatus> reader =
                Optional.of(new ReaderStatus("derby", "reader", continuous, since, heard, silent ? heard : null));

        double younger = at(seen, reader, age);
        double older = at(seen, reader, age + more);

        assertThat(younger).isBetween(0.0, 1.0);
        assertThat(older).isBetween(0.0, younger);
    }

    /** As time goes by for a reader that keeps being heard of, or falls silent. */
    @Property
    void itFallsWhileTheReaderLooksAndWhenItFallsSilent(
            @ForAll @IntRange(max = 2_000) int lastHeard, @ForAll @IntRange(min = 1, max = 600) int silentAfter) {
        LastSeen seen = seen(1.0, 30_000);
        double before = 1;
        for (int second = 0; second < 4_000; second += 7) {
            boolean silent = second >= lastHeard + silentAfter;
            ReaderStatus reader = reader(Math.min(second, lastHeard), silent);
            double now = at(seen, Optional.of(reader), second);
            assertThat(now).isLessThanOrEqualTo(before);
            before = now;
        }
    }

    private static double at(LastSeen seen, Optional<ReaderStatus> reader, int seconds) {
        return Confidence.whereabouts(seen, reader, NOON.plusSeconds(seconds)).confidence();
    }

    private static LastSeen seen(double standing, long patienceMillis) {
        return new LastSeen(
                "derby",
                "pump-1",
                Mobility.ASSET_TRACKING,
                1,
                "A",
                true,
                NOON,
                NOON,
                "reader",
                1,
                standing,
                patienceMillis);
    }

    private static ReaderStatus reader(int lastHeardAfter, boolean silent) {
        Instant last = NOON.plusSeconds(lastHeardAfter);
        return new ReaderStatus("derby", "reader", true, NOON.minusSeconds(60), last, silent ? last : null);
    }
}
