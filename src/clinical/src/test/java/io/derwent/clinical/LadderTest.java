package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.CarePlan;
import io.derwent.model.Confirm;
import io.derwent.model.Escalation;
import io.derwent.model.Escalation.Rung;
import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told while nobody acts on an alert raised at noon, in minutes after it. */
class LadderTest {
    private static final int ONE_WEEK = 7 * 24 * 60;

    /** A plan by which an alert of this severity climbs this ladder: {@code lead 10, out_of_hours 20}. */
    private static CarePlan plan(long version, Instant validFrom, Severity severity, Escalation escalation) {
        Rule rule = new Rule.Threshold(
                "BP-03",
                1,
                severity,
                List.of(List.of(new Limit(Parameter.SYSTOLIC_BP, Limit.Comparison.AT_LEAST, BigDecimal.valueOf(180)))),
                List.of(),
                new Confirm.None(),
                List.of(),
                List.of(),
                List.of(),
                false,
                null,
                Timing.of(severity));
        return new CarePlan(
                "derby", "p1", version, "x", 1, 1, validFrom, true, List.of(rule), Schedule.NONE, escalation);
    }

    private static Escalation climbing(Severity severity, String ladder) {
        List<Rung> rungs = Stream.of(ladder.split(",", -1))
                .map(String::strip)
                .filter(rung -> !rung.isEmpty())
                .map(rung -> rung.split(" ", 2))
                .map(rung -> new Rung(
                        rung[0].equals("lead") ? Audience.LEAD : Audience.OUT_OF_HOURS,
                        Duration.ofMinutes(Long.parseLong(rung[1]))))
                .toList();
        return new Escalation(Map.of(severity, rungs));
    }

    /** A reading at noon that breaches, a second on its way; then nothing but time. */
    private static String told(List<CarePlan> plans, int... minutes) {
        PatientState state = PatientWatch.observe(
                        PatientState.empty(), plans.get(0), bp("a", NOON.minusSeconds(1), 190, 95))
                .state();
        List<AlertEvent> events = new ArrayList<>();
        for (int minute : minutes) {
            PatientWatch.Outcome outcome = PatientWatch.tick(state, plans, minute(minute));
            state = outcome.state();
            events.addAll(outcome.events());
        }
        return events.stream().map(LadderTest::told).collect(Collectors.joining(", "));
    }

    private static String told(AlertEvent event) {
        Audience audience = event.audience();
        return "%s %d"
                .formatted(
                        audience == null ? event.kind().code() : audience.code(),
                        Duration.between(NOON, event.at()).toMinutes());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            RED_EMERGENCY | lead 10, out_of_hours 20
            RED           | lead 30, out_of_hours 60
            AMBER_HIGH    | lead 240
            AMBER         | lead 1440
            INFO          | ''
            """)
    void whereAPathwaySaysNothingItIsAsEver(Severity severity, String told) {
        assertThat(told(List.of(plan(1, Instant.EPOCH, severity, Escalation.USUAL)), ONE_WEEK))
                .isEqualTo(told);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            RED_EMERGENCY | lead 2, out_of_hours 5
            RED           | out_of_hours 15
            RED           | out_of_hours 15, lead 45
            AMBER_HIGH    | lead 60, out_of_hours 61
            AMBER         | lead 10080
            AMBER         | ''
            """)
    void aPathwaysOwnTimesAreThePlans(Severity severity, String ladder) {
        List<CarePlan> plans = List.of(plan(1, Instant.EPOCH, severity, climbing(severity, ladder)));

        assertThat(told(plans, ONE_WEEK)).isEqualTo(ladder);
    }

    @Test
    void aSeverityThatIsNotSaidIsAsEver() {
        Escalation ofAmberOnly = climbing(Severity.AMBER, "lead 60");

        assertThat(told(List.of(plan(1, Instant.EPOCH, Severity.RED, ofAmberOnly)), ONE_WEEK))
                .isEqualTo("lead 30, out_of_hours 60");
    }

    @Test
    void informationIsNothingToActOnWhateverIsSaid() {
        Escalation ofInformation = climbing(Severity.INFO, "lead 10");

        assertThat(ofInformation).isEqualTo(Escalation.USUAL);
        assertThat(told(List.of(plan(1, Instant.EPOCH, Severity.INFO, ofInformation)), ONE_WEEK))
                .isEmpty();
    }

    /** The plan is made again while the alert is open; the same whether time passes minute by minute or in one leap. */
    @ParameterizedTest(name = "{0} then {2} from minute {1}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            lead 30, out_of_hours 60 |  20 | lead 40, out_of_hours 50 | lead 40, out_of_hours 50
            lead 30, out_of_hours 60 |  20 | lead 25, out_of_hours 50 | lead 25, out_of_hours 50
            lead 30                  |  20 | lead 10                  | lead 30
            lead 1440                | 300 | lead 240                 | lead 540
            lead 1440                | 300 | lead 240, out_of_hours 310 | lead 310, out_of_hours 310
            ''                       | 300 | lead 10, out_of_hours 20 | lead 310, out_of_hours 320
            lead 30                  |  20 | ''                       | ''
            """)
    void whoWasToBeToldBeforeThePlanBeganIsNotForgotten(String before, int minute, String after, String told) {
        List<CarePlan> plans = List.of(
                plan(1, Instant.EPOCH, Severity.AMBER, climbing(Severity.AMBER, before)),
                plan(2, minute(minute), Severity.AMBER, climbing(Severity.AMBER, after)));

        assertThat(told(plans, ONE_WEEK)).isEqualTo(told);
        assertThat(told(plans, minutes(600))).isEqualTo(told);
    }

    private static int[] minutes(int last) {
        return Stream.iterate(1, minute -> minute + 1)
                .limit(last)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    @Test
    void whoWasToldUnderThePlanBeforeIsToldTheSameStepAgain() {
        CarePlan first = plan(1, Instant.EPOCH, Severity.RED, Escalation.USUAL);
        PatientState state = PatientWatch.observe(PatientState.empty(), first, bp("a", NOON.minusSeconds(1), 190, 95))
                .state();
        PatientWatch.Outcome before = PatientWatch.tick(state, first, minute(120));

        PatientWatch.Outcome after =
                PatientWatch.tick(before.state(), plan(2, minute(120), Severity.RED, Escalation.USUAL), minute(240));

        assertThat(after.events()).extracting(AlertEvent::id).isEqualTo(ids(before));
    }

    private static List<String> ids(PatientWatch.Outcome outcome) {
        return outcome.events().stream().map(AlertEvent::id).toList();
    }
}
