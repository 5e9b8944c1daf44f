package io.derwent.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.Mobility;
import io.derwent.model.Ping;
import io.derwent.model.ReaderStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each parameter at both sides of its edge. */
class ParametersTest {
    private static final MobilityProfile TRACKING = MobilityProfile.of(Mobility.ASSET_TRACKING);
    private static final Instant NOON = Trace.START;

    @ParameterizedTest(name = "{0}, unheard for {1} ms, read every {2} ms: {3}")
    @CsvSource({
        "ASSET_TRACKING,-5,0,600",
        "ASSET_TRACKING,0,0,600",
        "ASSET_TRACKING,500,0,600",
        "ASSET_TRACKING,501,0,599.2",
        "ASSET_TRACKING,1250,0,0",
        "ASSET_TRACKING,1251,0,-0.8",
        "ASSET_TRACKING,2500,0,-1000",
        "ASSET_TRACKING,4000,1000,600",
        "ASSET_TRACKING,8000,1000,0",
        "ASSET_TRACKING,40000,10000,600",
        "ASSET_TRACKING,60000,10000,300",
        "ASSET_TRACKING,80000,10000,0",
        "ASSET_TRACKING,80001,10000,-0.8",
        "FIXED,60000,0,600",
        "FIXED,60001,0,599.95",
        "FIXED,72000,0,0",
        "FIXED,72001,0,-0.05",
        "FIXED,60000,10000,600",
        "FIXED,100000,10000,0",
        "FIXED,120000,30000,600",
        "ROAMING,500,0,400",
        "ROAMING,1000,0,0",
        "ROAMING,8000,1000,0",
    })
    void theOffsetShrinksOnceThePresentPlaceHasMissedTheTag(
            Mobility mobility, long unheardMillis, long intervalMillis, double offset) {
        assertThat(Decision.offsetCdb(unheardMillis, intervalMillis, MobilityProfile.of(mobility)))
                .isCloseTo(offset, org.assertj.core.data.Offset.offset(1e-6));
    }

    @ParameterizedTest(name = "{0} reads at {1} over {2}, {3} ms after its last read: {4}")
    @CsvSource(
            nullValues = "?",
            value = {
                "2,-5400,-6000,400,false",
                "2,-5399,-6000,400,true",
                "1,-5399,-6000,400,false",
                "2,-6000,-6000,1250,false",
                "2,-6000,-6000,1251,true",
                "1,-6000,-6000,1251,true",
                "1,-7000,-7000,1251,true",
                "1,-7001,-7001,1251,false",
                "2,-7001,-7001,1251,true",
                "2,-6100,-6000,1375,false",
                "2,-6100,-6000,1376,true",
                "2,?,-6000,1250,false",
                "1,?,-6000,1251,true",
                "2,-6000,?,1250,false",
                "1,-6000,?,1251,true",
            })
    void aPlaceTakesOver(int reads, Integer rssi, Integer present, long afterMillis, boolean takesOver) {
        ReadPoint antenna = new ReadPoint("A", "reader", 1, List.of());
        Heard there = new Heard(reads, 0, rssi, afterMillis, 0, antenna);
        Heard here = new Heard(5, 0, present, 0, 0, antenna);

        assertThat(Decision.takesOver(there, here, TRACKING)).isEqualTo(takesOver);
    }

    @ParameterizedTest(name = "{0} reads here at {1}, one there at {2}: {3}")
    @CsvSource(
            nullValues = "?",
            value = {
                "1,-5800,-5800,true",
                "1,-5800,-5801,false",
                "1,-7100,-7001,false",
                "1,-7100,-7000,true",
                "1,?,-5800,true",
                "1,-5800,?,true",
                "1,?,?,true",
                "2,-5800,-5800,false",
                "2,?,?,false",
            })
    void ofSingleReadsTheLastCounts(int reads, Integer present, Integer rssi, boolean takesOver) {
        ReadPoint antenna = new ReadPoint("A", "reader", 1, List.of());
        Heard here = new Heard(reads, 0, present, 0, 0, antenna);
        Heard there = new Heard(1, 0, rssi, 100, 0, antenna);

        assertThat(Decision.takesOver(there, here, TRACKING)).isEqualTo(takesOver);
    }

    @Test
    void readsFurtherApartThanTogetherAreNotOneStay() {
        assertThat(heard(0, 300).reads()).isEqualTo(2);
        assertThat(heard(0, 301).reads()).isEqualTo(1);
        assertThat(heard(0, 300).intervalMillis()).isEqualTo(300_000);
        assertThat(heard(0, 301).intervalMillis()).isZero();
    }

    @Test
    void theLastTwentyValuesCount() {
        List<Slot> slots = new ArrayList<>();
        for (int second = 0; second < 21; second++) {
            slots.add(new Slot(second, 0, 0, second == 0 ? -10_00 : -60_00));
        }
        List<ReadPoint> points = List.of(new ReadPoint("A", "reader", 1, slots));

        assertThat(Heard.at(points, "A", 19, TRACKING).orElseThrow().rssiCdbm()).isEqualTo(-57_50);
        assertThat(Heard.at(points, "A", 20, TRACKING).orElseThrow().rssiCdbm()).isEqualTo(-60_00);
        assertThat(Heard.at(points, "A", 20, TRACKING).orElseThrow().reads()).isEqualTo(20);
        assertThat(Heard.at(points, "A", -1, TRACKING)).isEmpty();
        assertThat(Heard.at(points, "B", 20, TRACKING)).isEmpty();
    }

    @Test
    void ofSeveralAntennasTheLoudestCounts() {
        List<ReadPoint> points = List.of(
                new ReadPoint("A", "reader", 1, List.of(new Slot(10, 0, 0, -60_00))),
                new ReadPoint("A", "reader", 2, List.of(new Slot(9, 0, 0, -50_00), new Slot(11, 0, 500, -52_00))));

        Heard heard = Heard.at(points, "A", 11, TRACKING).orElseThrow();

        assertThat(heard.rssiCdbm()).isEqualTo(-51_00);
        assertThat(heard.reads()).isEqualTo(4);
        assertThat(heard.lastAt()).isEqualTo(11_500);
        assertThat(heard.lastAntenna().antenna()).isEqualTo(2);
    }

    @Test
    void aReadTenSecondsLateCountsAndElevenDoesNot() {
        PresenceWatch watch = new PresenceWatch("derby", "pump-1", TRACKING);
        PresenceState state =
                watch.observe(PresenceState.empty(), read("A", NOON)).state();

        assertThat(watch.observe(state, read("A", NOON.minusSeconds(10))).late())
                .isFalse();
        assertThat(watch.observe(state, read("A", NOON.minusMillis(10_001))).late())
                .isTrue();
    }

    @Test
    void nothingIsReadAfterItsReadWasReceived() {
        Ping ahead = new Ping("derby", "reader", 2, "00AA", -55_00, NOON.plusSeconds(240), NOON, Set.of());
        Ping behind = new Ping("derby", "reader", 2, "00AA", null, NOON.minusSeconds(240), NOON, Set.of());

        assertThat(Sighting.of(ahead, "A")).isEqualTo(new Sighting("A", "reader", 2, -55_00, NOON));
        assertThat(Sighting.of(behind, "A")).isEqualTo(new Sighting("A", "reader", 2, null, NOON.minusSeconds(240)));
    }

    @ParameterizedTest
    @EnumSource(Mobility.class)
    void itDepartsWhenUnseenForTheTimeOfItsProfileAndNotBefore(Mobility mobility) {
        MobilityProfile profile = MobilityProfile.of(mobility);
        PresenceWatch watch = new PresenceWatch("derby", "pump-1", profile);
        PresenceWatch.Outcome seen = watch.observe(PresenceState.empty(), read("A", NOON));
        Instant due = NOON.plus(profile.departAfter());

        assertThat(seen.wakeAt()).contains(due);
        assertThat(watch.wake(seen.state(), due.minusMillis(1), heard(due)).move())
                .isEmpty();
        assertThat(watch.wake(seen.state(), due, heard(due)).move()).isPresent();
    }

    @Test
    void itDepartsOnlyIfTheReaderWasHeardOfAllThatTime() {
        PresenceWatch watch = new PresenceWatch("derby", "pump-1", TRACKING);
        PresenceState seen =
                watch.observe(PresenceState.empty(), read("A", NOON)).state();
        Instant due = NOON.plus(TRACKING.departAfter());

        PresenceWatch.Outcome notYet = watch.wake(seen, due.plusSeconds(5), heard(due.minusMillis(1)));

        assertThat(notYet.move()).isEmpty();
        assertThat(notYet.wakeAt()).contains(due.plusSeconds(5).plus(PresenceWatch.LOOK_AGAIN));
        assertThat(watch.wake(seen, due.plusSeconds(5), Optional.empty()).move())
                .isEmpty();
    }

    @Test
    void whatIsReadEveryFiveMinutesIsNotGoneAfterTen() {
        MobilityProfile patient = new MobilityProfile(
                Mobility.ASSET_TRACKING,
                6_00,
                0.008,
                Duration.ofMillis(500),
                2,
                -70_00,
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                Duration.ofHours(8),
                "of this test");
        PresenceWatch watch = new PresenceWatch("derby", "beacon-1", patient);
        PresenceState state =
                watch.observe(PresenceState.empty(), read("A", NOON)).state();

        PresenceWatch.Outcome second = watch.observe(state, read("A", NOON.plusSeconds(300)));

        assertThat(second.wakeAt()).contains(NOON.plusSeconds(300 + 1200));
    }

    @Test
    void itIsForgottenAfterTwoWeeksAndNotBefore() {
        PresenceWatch watch = new PresenceWatch("derby", "pump-1", TRACKING);
        PresenceState seen =
                watch.observe(PresenceState.empty(), read("A", NOON)).state();
        Instant twoWeeks = NOON.plus(Duration.ofDays(14));

        assertThat(watch.wake(seen, twoWeeks.minusMillis(1), Optional.empty()).state())
                .isEqualTo(seen);
        assertThat(watch.wake(seen, twoWeeks, Optional.empty()).state()).isEqualTo(PresenceState.empty());
    }

    @ParameterizedTest
    @CsvSource({
        "0,2,600,500,60,slopePerMilli is 0.0",
        "-0.1,2,600,500,60,slopePerMilli is -0.1",
        "NaN,2,600,500,60,slopePerMilli is NaN",
        "0.1,0,600,500,60,leastReads is 0",
        "0.1,1,-1,500,60,thresholdCdb is -1",
        "0.1,1,0,-1,60,holdOff PT-0.001S",
        "0.1,1,0,0,0,together is PT0S",
    })
    void aProfileThatCannotWorkIsRefused(
            double slope, int leastReads, int threshold, long holdOffMillis, long togetherSeconds, String reason) {
        assertThatThrownBy(() -> new MobilityProfile(
                        Mobility.FIXED,
                        threshold,
                        slope,
                        Duration.ofMillis(holdOffMillis),
                        leastReads,
                        -70_00,
                        Duration.ofSeconds(togetherSeconds),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        "of this test"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource(Mobility.class)
    void everyProfileSaysWhereItsNumbersComeFrom(Mobility mobility) {
        assertThat(MobilityProfile.of(mobility).mobility()).isEqualTo(mobility);
        assertThat(MobilityProfile.of(mobility).source()).contains("EdgeX").contains("our own");
    }

    private static Heard heard(int first, int second) {
        List<Slot> slots = List.of(new Slot(first, 0, 0, -60_00), new Slot(second, 0, 0, -60_00));
        return Heard.at(List.of(new ReadPoint("A", "reader", 1, slots)), "A", second, TRACKING)
                .orElseThrow();
    }

    private static Optional<ReaderStatus> heard(Instant lastHeardAt) {
        return Optional.of(new ReaderStatus("derby", "reader", true, NOON.minusSeconds(60), lastHeardAt, null));
    }

    private static Sighting read(String place, Instant at) {
        return new Sighting(place, "reader", 1, -55_00, at);
    }
}
