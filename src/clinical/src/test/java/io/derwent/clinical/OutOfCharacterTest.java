package io.derwent.clinical;

import static io.derwent.clinical.Case.NOON;
import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.marked;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.weight;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Confirm;
import io.derwent.model.Limit;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values on shared kit that may be another person's. */
class OutOfCharacterTest {
    private static final int DAYS = 28;

    private static final Rule WHOSE_WEIGHT = new Rule.OutOfCharacter(
            "DQ-04-weight",
            1,
            Severity.AMBER,
            Parameter.BODY_WEIGHT,
            BigDecimal.valueOf(5),
            DAYS,
            new Confirm.Repeat(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofMinutes(30)),
            true,
            Timing.of(Severity.AMBER));

    private static final Rule GAIN = new Rule.Change(
            "HF-01",
            1,
            Severity.AMBER,
            Parameter.BODY_WEIGHT,
            List.of(new Rule.Rise(BigDecimal.valueOf(2), 3)),
            new Rule.Rise(BigDecimal.ONE, 3),
            false,
            Timing.of(Severity.AMBER));

    private static final Rule HEAVY = new Rule.Threshold(
            "X-01",
            1,
            Severity.AMBER,
            List.of(List.of(new Limit(Parameter.BODY_WEIGHT, Limit.Comparison.AT_LEAST, BigDecimal.valueOf(80)))),
            List.of(),
            new Confirm.None(),
            List.of(new Limit(Parameter.BODY_WEIGHT, Limit.Comparison.AT_LEAST, BigDecimal.valueOf(200))),
            List.of(),
            List.of(),
            false,
            null,
            Timing.of(Severity.AMBER));

    private final Case resident = Case.under(WHOSE_WEIGHT, GAIN, HEAVY);

    OutOfCharacterTest() {
        for (int day = DAYS; day > 0; day--) {
            resident.observe(
                    shared(weight("day-" + day, NOON.minus(Duration.ofDays(day)), day % 2 == 0 ? "60.0" : "60.4")));
        }
    }

    private static Reading shared(Reading reading) {
        return marked(reading, Mark.SHARED_KIT);
    }

    private static Reading sharedWeight(String id, Instant at, String kilograms) {
        return shared(weight(id, at, kilograms));
    }

    @Test
    void whoeverMeasuredIsAskedAndNothingElseCounts() {
        List<AlertEvent> told = resident.observe(sharedWeight("joan", NOON, "82.0"));

        assertThat(resident.story()).containsExactly("PROMPTED DQ-04-weight amber");
        assertThat(told).singleElement().satisfies(asked -> {
            assertThat(asked.limits()).containsExactly("body_weight 82.0 on shared kit, usual 60.2");
            assertThat(asked.readings())
                    .singleElement()
                    .satisfies(evidence -> assertThat(evidence.marks())
                            .containsExactlyInAnyOrder(Mark.SHARED_KIT, Mark.OUT_OF_CHARACTER));
        });
    }

    @ParameterizedTest(name = "{0} kg")
    @CsvSource({"62.4, false", "62.5, true", "57.9, true", "58.0, false"})
    void fiveSigmasAreOut(String kilograms, boolean isOut) {
        resident.observe(sharedWeight("w", NOON, kilograms));

        assertThat(resident.story().contains("PROMPTED DQ-04-weight amber")).isEqualTo(isOut);
    }

    @Test
    void theTeamKnowsWhenNobodyAnswers() {
        resident.observe(sharedWeight("joan", NOON, "82.0"));

        resident.tick(minute(31));

        assertThat(resident.story())
                .containsExactly("PROMPTED DQ-04-weight amber", "RAISED X-01 amber", "RAISED DQ-04-weight amber");
    }

    @Test
    void aUsualValueEndsIt() {
        resident.observe(sharedWeight("joan", NOON, "82.0"));
        resident.observe(sharedWeight("self", minute(5), "60.3"));

        resident.tick(minute(120));

        assertThat(resident.story()).containsExactly("PROMPTED DQ-04-weight amber");
    }

    @Test
    void aSecondSuchValueCountsForAllRules() {
        resident.observe(sharedWeight("a", NOON, "82.0"));
        resident.observe(sharedWeight("b", minute(5), "82.1"));

        assertThat(resident.story())
                .containsExactly("PROMPTED DQ-04-weight amber", "RAISED DQ-04-weight amber", "RAISED X-01 amber");
    }

    @Test
    void anExtremeValueWaitsForNobody() {
        resident.observe(sharedWeight("a", NOON, "201"));

        assertThat(resident.story()).contains("RAISED X-01 amber");
    }

    @Test
    void confirmedByAPersonItCountsAtOnce() {
        Reading doubted = sharedWeight("a", NOON, "82.0");
        resident.observe(doubted);
        resident.tick(minute(31));

        resident.observe(weight("a", NOON, "82.0").attributedTo("p1", 1));

        assertThat(resident.story())
                .containsExactly(
                        "PROMPTED DQ-04-weight amber",
                        "RAISED X-01 amber",
                        "RAISED DQ-04-weight amber",
                        "WITHDRAWN DQ-04-weight amber",
                        "RAISED HF-01 amber",
                        "UPDATED X-01 amber");
    }

    @Test
    void anotherPersonsIsTakenBack() {
        Reading doubted = sharedWeight("a", NOON, "82.0");
        resident.observe(doubted);
        resident.tick(minute(31));

        resident.withdraw(doubted, minute(40));

        assertThat(resident.story()).endsWith("WITHDRAWN DQ-04-weight amber", "WITHDRAWN X-01 amber");
    }

    @Test
    void itTakesNoConcernAway() {
        resident.observe(weight("own-scale", NOON, "82.0"));
        assertThat(resident.story()).containsExactly("RAISED HF-01 amber", "RAISED X-01 amber");

        resident.observe(sharedWeight("another", minute(60), "45.0"));

        assertThat(resident.story()).doesNotContain("CLEARED X-01 amber");
    }

    @Test
    void itDoesNotBecomeWhatIsUsual() {
        for (int day = 0; day < 10; day++) {
            Instant at = NOON.plus(Duration.ofDays(day));
            resident.observe(sharedWeight("self-" + day, at, "60.2"));
            resident.observe(sharedWeight("joan-" + day, at.plusSeconds(600), "82.0"));
        }

        assertThat(resident.last().limits()).containsExactly("body_weight 82.0 on shared kit, usual 60.2");
    }

    @Test
    void onKitOfTheirOwnNothingIsOutOfCharacter() {
        resident.observe(weight("own-scale", NOON, "62.6"));

        assertThat(resident.story()).containsExactly("RAISED HF-01 amber");
    }

    @Test
    void withoutABaselineNothingIsOutOfCharacter() {
        Case newcomer = Case.under(WHOSE_WEIGHT, HEAVY);

        newcomer.observe(sharedWeight("first", NOON, "82.0"));

        assertThat(newcomer.story()).containsExactly("RAISED X-01 amber");
    }

    @Test
    void anotherKindOfReadingIsNoAnswer() {
        resident.observe(sharedWeight("joan", NOON, "82.0"));
        resident.observe(shared(bp("bp", minute(5), 120, 80)));

        resident.tick(minute(31));

        assertThat(resident.story()).contains("RAISED DQ-04-weight amber");
    }
}
