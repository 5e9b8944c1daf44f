package io.derwent.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AssetMove;
import io.derwent.model.Mobility;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers as they are: a third of the reads missing, strengths that waver, two zones that both hear the tag. */
class TwoZonesTest {
    private static final double LOST = 0.3;
    private static final double NOISE_DB = 3;

    private final PresenceWatch watch =
            new PresenceWatch("derby", "pump-1", MobilityProfile.of(Mobility.ASSET_TRACKING));
    private PresenceState state = PresenceState.empty();
    private final List<AssetMove> moves = new ArrayList<>();

    @ParameterizedTest(name = "every {0} s, {1} dB apart")
    @CsvSource({"1,0", "1,3", "2,0", "5,0", "5,3", "10,0", "10,3", "30,0", "30,3"})
    void aThingBetweenTwoZonesDoesNotGoToAndFro(int everySeconds, int apartDb) {
        int moreThanOnce = 0;
        for (int seed = 0; seed < 20; seed++) {
            state = PresenceState.empty();
            moves.clear();
            Random random = new Random(seed);
            Instant settled = stand(
                    Trace.START, Duration.ofSeconds(100L * everySeconds), everySeconds, -58, -58 - apartDb, random);
            assertThat(moves).as("while it settles, seed %d", seed).hasSizeLessThanOrEqualTo(6);
            moves.clear();

            stand(settled, Duration.ofHours(2), everySeconds, -58, -58 - apartDb, random);

            moreThanOnce += Math.max(0, moves.size() - 1);
        }
        assertThat(moreThanOnce)
                .as("moves beyond one each in 20 times two hours")
                .isLessThanOrEqualTo(2);
    }

    @Property(tries = 200)
    void aThingThatIsMovedArrivesHoweverManyReadsAreLost(@ForAll long seed, @ForAll("rounds") int everySeconds) {
        state = PresenceState.empty();
        moves.clear();
        Random random = new Random(seed);

        Duration fortyRounds = Duration.ofSeconds(40L * everySeconds);
        Instant moved = stand(Trace.START, fortyRounds, everySeconds, -55, -75, random);
        Instant end = stand(moved, fortyRounds, everySeconds, -75, -55, random);

        assertThat(watch.lastSeen(state).orElseThrow().place()).isEqualTo("B");
        AssetMove last = moves.get(moves.size() - 1);
        assertThat(last.at()).isBetween(moved, end);
    }

    /** Both zones read it each so many seconds, half a round apart; strengths at A and B in dBm. */
    private Instant stand(Instant from, Duration time, int everySeconds, int atA, int atB, Random random) {
        long step = everySeconds * 1000L;
        long rounds = time.toMillis() / step;
        for (long round = 0; round < rounds; round++) {
            read("A", 1, from.plusMillis(round * step), atA, random);
            read("B", 2, from.plusMillis(round * step + step / 2), atB, random);
        }
        return from.plus(time);
    }

    private void read(String place, int antenna, Instant at, int dbm, Random random) {
        double noise = random.nextGaussian() * NOISE_DB;
        if (random.nextDouble() >= LOST) {
            int cdbm = (int) Math.round((dbm + noise) * 100);
            PresenceWatch.Outcome outcome =
                    watch.observe(state, new Sighting(place, "reader-" + place, antenna, cdbm, at));
            state = outcome.state();
            outcome.move().ifPresent(moves::add);
        }
    }

    @Provide
    Arbitrary<Integer> rounds() {
        return Arbitraries.of(1, 2, 5, 10, 30);
    }
}
