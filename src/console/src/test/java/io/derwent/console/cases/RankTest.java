package io.derwent.console.cases;

import static io.derwent.console.cases.SampleCases.NOW;
import static io.derwent.console.cases.SampleCases.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Severity;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankTest {
    @ParameterizedTest(name = "{0} waiting {1}: {2}")
    @CsvSource({
        "INFO, 0, 1",
        "AMBER, 0, 4",
        "AMBER, 1440, 8",
        "AMBER, 100000, 8",
        "AMBER_HIGH, 120, 24",
        "RED, 15, 96",
        "RED, 30, 128",
        "RED_EMERGENCY, 10, 512",
    })
    void acuityTimesWaiting(Severity severity, int minutes, double rank) {
        assertThat(Rank.of(waiting("a", severity, Duration.ofMinutes(minutes)).make(), NOW))
                .isEqualTo(rank);
    }

    @Test
    void gettingWorseCountsForTwoHours() {
        SampleCases one = waiting("a", Severity.RED, Duration.ofMinutes(30));

        assertThat(Rank.of(one.worse(Duration.ofMinutes(119)).make(), NOW)).isEqualTo(192);
        assertThat(Rank.of(one.worse(Duration.ofHours(2)).make(), NOW)).isEqualTo(128);
    }

    @Test
    void whatIsOverAndWhatSomebodyHasCountHalf() {
        SampleCases one = waiting("a", Severity.RED, Duration.ZERO);

        assertThat(Rank.of(one.over().make(), NOW)).isEqualTo(32);
        assertThat(Rank.of(one.heldBy("nina").make(), NOW)).isEqualTo(32);
        assertThat(Rank.of(one.over().worse(Duration.ofMinutes(1)).make(), NOW))
                .as("over is over, whatever it was before")
                .isEqualTo(32);
    }

    /** The most that trend and waiting can do for one, and the least that can befall the one a step above. */
    @ParameterizedTest
    @CsvSource({"INFO, AMBER", "AMBER, AMBER_HIGH", "AMBER_HIGH, RED", "RED, RED_EMERGENCY"})
    void nothingLiftsACaseOverAMoreSevereOneThatWaits(Severity less, Severity more) {
        double most = Rank.of(
                waiting("a", less, Duration.ofDays(30)).worse(Duration.ZERO).make(), NOW);
        double least = Rank.of(waiting("b", more, Duration.ZERO).make(), NOW);

        assertThat(most).isLessThan(least);
    }

    @Test
    void aClockThatRunsBehindMakesNoCaseRankLessThanANewOne() {
        assertThat(Rank.of(waiting("a", Severity.RED, Duration.ofMinutes(-5)).make(), NOW))
                .isEqualTo(64);
    }
}
