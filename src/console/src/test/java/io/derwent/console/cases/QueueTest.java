package io.derwent.console.cases;

import static io.derwent.console.cases.SampleCases.NOW;
import static io.derwent.console.cases.SampleCases.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Severity;
import io.derwent.store.PatientCase;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueTest {
    @Test
    void theWorstUnseenAndLongestWaitingComesFirstAndSnoozedOnesLast() {
        List<PatientCase> ranked = ranked(
                waiting("snoozed", Severity.RED_EMERGENCY, minutes(90))
                        .heldBy("nina")
                        .snoozedUntil(NOW.plusSeconds(60)),
                waiting("amber", Severity.AMBER, minutes(600)),
                waiting("red, seen", Severity.RED, minutes(60)).heldBy("nina"),
                waiting("red, 5 min", Severity.RED, minutes(5)),
                waiting("snooze over", Severity.RED, minutes(90)).heldBy("nina").snoozedUntil(NOW.minusSeconds(60)),
                waiting("red, 30 min", Severity.RED, minutes(30)));

        assertThat(ranked)
                .extracting(PatientCase::id)
                .containsExactly("red, 30 min", "red, 5 min", "snooze over", "red, seen", "amber", "snoozed");
    }

    @Test
    void whatWaitsAndGetsWorseGoesBeforeWhatIsWorseAndOver() {
        List<PatientCase> ranked = ranked(
                waiting("red, over", Severity.RED, minutes(1)).over(),
                waiting("high amber, worse, 4 h", Severity.AMBER_HIGH, minutes(240))
                        .worse(minutes(10)));

        assertThat(ranked).extracting(PatientCase::id).containsExactly("high amber, worse, 4 h", "red, over");
    }

    @Test
    void ofTwoAlikeTheOneOpenedFirstComesFirst() {
        List<PatientCase> ranked = ranked(
                waiting("b", Severity.AMBER, Duration.ofDays(2)), waiting("a", Severity.AMBER, Duration.ofDays(3)));

        assertThat(ranked).extracting(PatientCase::id).containsExactly("a", "b");
    }

    private static List<PatientCase> ranked(SampleCases... cases) {
        return Queue.ranked(Stream.of(cases).map(SampleCases::make).toList(), NOW);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
