package io.derwent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Within the tolerance neither the order of reads nor their repetition changes where a thing is. */
class ArrivalOrderTest {
    private static final PresenceWatch WATCH =
            new PresenceWatch("derby", "pump-1", MobilityProfile.of(Mobility.ASSET_TRACKING));
    private static final int LATEST_MILLIS = (PresenceState.TOLERANCE_SECONDS - 1) * 1000;

    /** {@code gapMillis} after the read before it. */
    record Read(int antenna, @Nullable Integer rssiCdbm, int gapMillis) {}

    @Property
    void everyOrderWithinTheToleranceLeadsToTheSamePlace(
            @ForAll("reads") List<Read> reads, @ForAll long seed, @ForAll Mobility mobility) {
        PresenceWatch watch = new PresenceWatch("derby", "pump-1", MobilityProfile.of(mobility));
        List<Sighting> inOrder = sightings(reads);

        PresenceState one = watched(watch, inOrder);
        PresenceState other = watched(watch, delayed(inOrder, new Random(seed)));

        assertThat(other.decidedPlace()).isEqualTo(one.decidedPlace());
        assertThat(facts(watch, other)).isEqualTo(facts(watch, one));
    }

    @Property
    void repeatedReadsChangeNothing(@ForAll("reads") List<Read> reads, @ForAll long seed) {
        Random random = new Random(seed);
        PresenceState state = PresenceState.empty();
        List<Sighting> seen = new ArrayList<>();
        for (Sighting sighting : delayed(sightings(reads), random)) {
            state = WATCH.observe(state, sighting).state();
            seen.add(sighting);
            PresenceWatch.Outcome again = WATCH.observe(state, seen.get(random.nextInt(seen.size())));

            assertThat(again.state()).isEqualTo(state);
            assertThat(again.move()).isEmpty();
        }
    }

    @Property
    void whatComesTooLateChangesNothing(@ForAll("reads") List<Read> reads, @ForAll("reads") List<Read> old) {
        PresenceState state = watched(WATCH, sightings(reads));
        long newest =
                sightings(reads).stream().mapToLong(Sighting::second).max().orElse(0);

        for (Sighting sighting : sightings(old)) {
            Instant before = Instant.ofEpochSecond(newest - PresenceState.TOLERANCE_SECONDS)
                    .minusMillis(1 + Math.floorMod(sighting.millis(), 600_000L));
            Sighting late =
                    new Sighting(sighting.place(), sighting.reader(), sighting.antenna(), sighting.rssiCdbm(), before);
            PresenceWatch.Outcome outcome = WATCH.observe(state, late);

            assertThat(outcome.late()).isTrue();
            assertThat(outcome.state()).isEqualTo(state);
            assertThat(outcome.move()).isEmpty();
        }
    }

    @Property
    void movesFollowOneAnotherAndTheStateStaysWithinItsBounds(@ForAll("reads") List<Read> reads, @ForAll long seed) {
        PresenceState state = PresenceState.empty();
        List<io.derwent.model.AssetMove> moves = new ArrayList<>();
        for (Sighting sighting : delayed(sightings(reads), new Random(seed))) {
            PresenceWatch.Outcome outcome = WATCH.observe(state, sighting);
            state = outcome.state();
            outcome.move().ifPresent(moves::add);

            assertThat(state.readPoints()).hasSizeLessThanOrEqualTo(PresenceState.MOST_READ_POINTS);
            assertThat(state.readPoints())
                    .allSatisfy(point -> assertThat(point.slots()).hasSizeLessThanOrEqualTo(ReadPoint.MOST_SLOTS));
            assertThat(outcome.wakeAt()).isPresent();
        }
        assertThat(moves).extracting(io.derwent.model.AssetMove::id).doesNotHaveDuplicates();
        for (int i = 0; i < moves.size(); i++) {
            assertThat(moves.get(i).seq()).isEqualTo(i + 1);
            assertThat(moves.get(i).confidence()).isBetween(0.0, 1.0);
            if (i > 0) {
                assertThat(moves.get(i).fromPlace()).isEqualTo(moves.get(i - 1).place());
                assertThat(moves.get(i).at()).isAfterOrEqualTo(moves.get(i - 1).at());
            }
        }
    }

    private static PresenceState watched(PresenceWatch watch, List<Sighting> sightings) {
        PresenceState state = PresenceState.empty();
        for (Sighting sighting : sightings) {
            state = watch.observe(state, sighting).state();
        }
        return state;
    }

    /** Where and when it was last, and how sure that is; not when it was told. */
    private static List<Object> facts(PresenceWatch watch, PresenceState state) {
        LastSeen seen = watch.lastSeen(state).orElseThrow();
        return List.of(
                seen.place(), seen.lastSeenAt(), seen.reader(), seen.antenna(), seen.standing(), seen.patienceMillis());
    }

    /** Each arrives up to nine seconds after it was read. */
    private static List<Sighting> delayed(List<Sighting> sightings, Random random) {
        record Arriving(Sighting sighting, long at) {}
        return sightings.stream()
                .map(sighting -> new Arriving(sighting, sighting.millis() + random.nextInt(LATEST_MILLIS)))
                .sorted(Comparator.comparingLong(Arriving::at))
                .map(Arriving::sighting)
                .toList();
    }

    /** Antennas 1 and 2 watch A, 3 watches B, 4 watches C. */
    private static List<Sighting> sightings(List<Read> reads) {
        List<Sighting> sightings = new ArrayList<>();
        long at = Trace.START.toEpochMilli();
        for (Read read : reads) {
            at += read.gapMillis();
            String place = read.antenna() <= 2 ? "A" : read.antenna() == 3 ? "B" : "C";
            sightings.add(new Sighting(place, "reader", read.antenna(), read.rssiCdbm(), Instant.ofEpochMilli(at)));
        }
        return sightings;
    }

    @Provide
    Arbitrary<List<Read>> reads() {
        Arbitrary<Integer> gap = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(20, Arbitraries.integers().between(0, 1_500)),
                net.jqwik.api.Tuple.of(5, Arbitraries.integers().between(1_500, 20_000)),
                net.jqwik.api.Tuple.of(1, Arbitraries.integers().between(20_000, 400_000)));
        Arbitrary<Integer> rssi = Arbitraries.integers().between(-80_00, -40_00).injectNull(0.1);
        return Combinators.combine(Arbitraries.integers().between(1, 4), rssi, gap)
                .as(Read::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }
}
