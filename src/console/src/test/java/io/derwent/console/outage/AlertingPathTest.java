package io.derwent.console.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.outage.AlertingPath.Part;
import io.derwent.console.outage.AlertingPath.Trouble;
import io.derwent.wire.Beat;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What is silent, since when. */
class AlertingPathTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final AlertingPath path = new AlertingPath();

    private static Instant second(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    private void beat(String part, int second) {
        path.heard(new Beat(part, "one", second(second)));
    }

    private void everythingIsHeard(int second) {
        path.heard(Part.DATABASE, second(second));
        path.heard(Part.KAFKA, second(second));
        for (String part : List.of("gateway", "vitals", "assets")) {
            beat(part, second);
        }
    }

    private List<Part> silent(int second) {
        return path.troubles(second(second)).stream().map(Trouble::part).toList();
    }

    @Test
    void whoDoesNotWatchSaysNothing() {
        everythingIsHeard(0);

        assertThat(path.troubles(second(100_000))).isEmpty();
    }

    @Nested
    class GivenItWatches {
        @BeforeEach
        void fromNoon() {
            path.watch(NOON);
        }

        @Test
        void allIsWellWhileSignsCome() {
            for (int second = 0; second < 300; second += 5) {
                everythingIsHeard(second);
                assertThat(silent(second + 20)).isEmpty();
            }
        }

        @Test
        void aJobThatStoppedIsToldWithinHalfAMinuteWithTheTimeItHadSeenTo() {
            everythingIsHeard(0);
            path.heard(Part.DATABASE, second(30));
            path.heard(Part.KAFKA, second(30));
            beat("gateway", 30);
            beat("assets", 30);

            assertThat(path.troubles(second(30))).containsExactly(new Trouble(Part.VITALS, NOON));
        }

        @Test
        void itIsOverWithTheNextSign() {
            everythingIsHeard(0);
            assertThat(silent(60)).hasSize(Part.values().length - 3);
            everythingIsHeard(60);

            assertThat(silent(61)).isEmpty();
        }

        @Test
        void aJobThatCatchesUpIsSilentUntilItHas() {
            everythingIsHeard(600);
            beat("vitals", 590);
            assertThat(silent(605)).isEmpty();

            path.heard(Part.DATABASE, second(700));
            path.heard(Part.KAFKA, second(700));
            beat("gateway", 700);
            beat("assets", 700);
            beat("vitals", 650);

            assertThat(path.troubles(second(700))).containsExactly(new Trouble(Part.VITALS, second(650)));
        }

        @Test
        void withoutKafkaNothingIsSaidOfWhatIsBehindIt() {
            everythingIsHeard(0);
            path.heard(Part.DATABASE, second(60));

            assertThat(silent(60)).containsExactly(Part.KAFKA);
        }

        @Test
        void aGatewayIsMissedOnlyIfOneWasEverHeard() {
            path.heard(Part.DATABASE, second(60));
            path.heard(Part.KAFKA, second(60));
            beat("vitals", 60);
            beat("assets", 60);

            assertThat(silent(60)).isEmpty();
        }

        @Test
        void oneGatewayOfSeveralIsEnough() {
            everythingIsHeard(60);
            path.heard(new Beat("gateway", "other", second(10)));

            assertThat(silent(70)).isEmpty();
        }

        @Test
        void aStartHasTimeToHearTheFirstSigns() {
            beat("vitals", -3_600);

            assertThat(silent(20)).isEmpty();
            path.heard(Part.DATABASE, second(21));
            path.heard(Part.KAFKA, second(21));
            assertThat(path.troubles(second(21)))
                    .containsExactly(new Trouble(Part.VITALS, second(-3_600)), new Trouble(Part.ASSETS, NOON));
        }

        @Test
        void partsItDoesNotKnowAreNoTrouble() {
            everythingIsHeard(0);
            beat("of a later version", 0);

            assertThat(silent(10)).isEmpty();
        }
    }
}
