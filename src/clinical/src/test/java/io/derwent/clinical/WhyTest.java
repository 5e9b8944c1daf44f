package io.derwent.clinical;

import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.glucose;
import static io.derwent.clinical.Case.minute;
import static io.derwent.clinical.Case.spo2;
import static io.derwent.clinical.Case.weight;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Why.Answer;
import io.derwent.clinical.Why.Reason;
import io.derwent.clinical.Why.RuleAnswer;
import io.derwent.clinical.Why.Sight;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Ids;
import io.derwent.model.Parameter;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Reading;
import io.derwent.model.Subject;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The hour from noon to one, of a patient watched for severe high blood pressure (BP-03) unless a test says otherwise. */
class WhyTest {
    private static final Instant FROM = Case.NOON;
    private static final Instant TO = minute(60);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private static final CarePlan HYPERTENSION = new Case("hypertension").plan();

    /** What was stored, and what is said of the rule at the end of the hour and now. */
    record Row(
            String name,
            String rule,
            CarePlan plan,
            List<Reading> readings,
            List<AlertAction> actions,
            Reason then,
            Reason now) {
        static Row of(String name, Reason then, Reason now, Reading... readings) {
            return new Row(name, "BP-03", HYPERTENSION, List.of(readings), List.of(), then, now);
        }

        static Row of(String name, Reason reason, Reading... readings) {
            return of(name, reason, reason, readings);
        }

        Row acted(AlertAction action) {
            return new Row(name, rule, plan, readings, List.of(action), then, now);
        }

        Row under(CarePlan other, String otherRule) {
            return new Row(name, otherRule, other, readings, actions, then, now);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> reasons() {
        String alert = Ids.alert("derby", Subject.patient("p1"), "BP-03", "r1");
        CarePlan ended =
                new CarePlan("derby", "p1", 2, "hypertension", 1, 1, Instant.EPOCH, false, HYPERTENSION.rules());
        CarePlan laterPlan =
                new CarePlan("derby", "p1", 1, "hypertension", 1, 1, minute(90), true, HYPERTENSION.rules());
        return List.of(
                Row.of(
                        "two breaches: it alerted",
                        Reason.RAISED,
                        bp("r1", minute(5), 190, 100),
                        bp("r2", minute(10), 191, 100)),
                Row.of("extreme: it alerted at once", Reason.RAISED, bp("r1", minute(5), 225, 100)),
                Row.of(
                                "a higher grade: it got worse",
                                Reason.ESCALATED,
                                glucose("r1", minute(-5), "12"),
                                glucose("r2", minute(5), "16"),
                                glucose("r3", minute(25), "16"))
                        .under(new Case("diabetes").plan(), "GL-04"),
                Row.of(
                        "confirmed after the hour",
                        Reason.STOOD_ALONE,
                        Reason.CONFIRMED_LATER,
                        bp("r1", minute(50), 190, 100),
                        bp("r2", minute(65), 190, 100)),
                Row.of(
                                "an earlier one came later and made it a breach",
                                Reason.JUDGED_AGAIN,
                                weight("r2", minute(5), "82.6"),
                                weight("r1", minute(-2880), Duration.ofMinutes(2890), "80.1"))
                        .under(new Case("heart-failure").plan(), "HF-01"),
                Row.of(
                        "one more of an open alert",
                        Reason.UPDATED,
                        bp("r1", minute(-20), 190, 100),
                        bp("r2", minute(-10), 190, 100),
                        bp("r3", minute(5), 190, 100)),
                Row.of(
                                "one more while put off",
                                Reason.SNOOZED,
                                bp("r1", minute(-20), 190, 100),
                                bp("r2", minute(-10), 190, 100),
                                bp("r3", minute(5), 190, 100))
                        .acted(snoozed(alert, minute(-5), minute(30))),
                Row.of(
                                "within the cool-down",
                                Reason.COOL_DOWN,
                                bp("r1", minute(-120), 190, 100),
                                bp("r2", minute(-110), 190, 100),
                                bp("r3", minute(5), 190, 100),
                                bp("r4", minute(10), 190, 100))
                        .acted(Case.action(AlertAction.Kind.RESOLVED, alert, minute(-60))),
                Row.of(
                        "alone, and a newer one was fine",
                        Reason.STOOD_ALONE,
                        bp("r1", minute(5), 190, 100),
                        bp("r2", minute(15), 120, 80)),
                Row.of("alone, and nobody repeated it", Reason.UNANSWERED, bp("r1", minute(5), 190, 100)),
                Row.of(
                        "alone, and nobody repeated it until after the hour",
                        Reason.STOOD_ALONE,
                        Reason.UNANSWERED,
                        bp("r1", minute(45), 190, 100)),
                Row.of(
                        "late, and a newer one was fine",
                        Reason.NEWER_IN_RANGE,
                        bp("r1", minute(30), 120, 80),
                        bp("r2", minute(5), Duration.ofMinutes(40), 225, 100)),
                Row.of(
                        "too old to act on when it came",
                        Reason.TOO_OLD,
                        bp("r1", minute(5).minus(Duration.ofHours(25)), Duration.ofHours(25), 225, 100)),
                Row.of(
                        "it ended the alert",
                        Reason.CLEARED,
                        bp("r1", minute(-20), 190, 100),
                        bp("r2", minute(-10), 190, 100),
                        bp("r3", minute(5), 120, 80)),
                Row.of("under the limit, over the clearing limit", Reason.IN_BETWEEN, bp("r1", minute(5), 178, 100)),
                Row.of("in range", Reason.IN_RANGE, bp("r1", minute(5), 120, 80)),
                Row.of(
                        "measured in the hour, came after it",
                        Reason.ARRIVED_LATER,
                        Reason.RAISED,
                        bp("r1", minute(5), AN_HOUR, 225, 100)),
                Row.of(
                        "measured longer ago than the rule looks back",
                        Reason.BEYOND_HORIZON,
                        bp("r1", minute(5).minus(Duration.ofDays(61)), Duration.ofDays(61), 225, 100)),
                Row.of("the plan has ended", Reason.PLAN_NOT_ACTIVE, bp("r1", minute(5), 225, 100))
                        .under(ended, "BP-03"),
                Row.of("the plan has ended, and nothing came", Reason.PLAN_NOT_ACTIVE)
                        .under(ended, "BP-03"),
                Row.of("the plan came later", Reason.NO_PLAN, Reason.RAISED, bp("r1", minute(5), 225, 100))
                        .under(laterPlan, "BP-03"),
                Row.of("another quantity", Reason.NOT_CONCERNED, spo2("r1", minute(5), "80")),
                Row.of("nobody acted on an open alert", Reason.FELL_DUE, bp("r1", minute(-5), 225, 100)),
                Row.of("nothing in that hour", Reason.NO_READING, bp("r1", minute(60), 225, 100)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reasons")
    void saysWhy(Row row) {
        Answer answer = explain(List.of(row.plan()), row.readings(), row.actions(), List.of());

        RuleAnswer rule = ofRule(answer, row.rule());
        assertThat(rule.then()).isEqualTo(row.then());
        assertThat(rule.now()).isEqualTo(row.now());
    }

    @Test
    void theTableHasEveryReasonOfARule() {
        Set<Reason> told = reasons().stream()
                .flatMap(row -> Stream.of(row.then(), row.now()))
                .collect(Collectors.toSet());

        assertThat(told).containsExactlyInAnyOrder(Reason.values());
    }

    @Test
    void withoutAPlanThereAreNoRules() {
        Answer answer = explain(List.of(), List.of(bp("r1", minute(5), 225, 100)), List.of(), List.of());

        assertThat(answer.plan()).isNull();
        assertThat(answer.rules()).isEmpty();
    }

    @Test
    void aReadingThatStoodAloneSaysUntilWhenARepeatWouldHaveCounted() {
        Sight sight = onlySight(bp("r1", minute(5), 190, 100));

        assertThat(sight.prompted()).isTrue();
        assertThat(sight.limits()).containsExactly("systolic_bp >= 180 mm[Hg]");
        assertThat(sight.since()).isEqualTo(minute(6));
        assertThat(sight.until()).isEqualTo(minute(35));
    }

    @Test
    void theCoolDownSaysWhoseAndUntilWhen() {
        Row row = reasons().stream()
                .filter(candidate -> candidate.then() == Reason.COOL_DOWN)
                .findFirst()
                .orElseThrow();

        RuleAnswer rule = ofRule(explain(List.of(row.plan()), row.readings(), row.actions(), List.of()), "BP-03");

        Sight last = rule.sights().get(rule.sights().size() - 1);
        assertThat(last.alert()).isEqualTo(row.actions().get(0).alert());
        assertThat(last.since()).isEqualTo(minute(-60));
        assertThat(last.until()).isEqualTo(minute(11 * 60));
    }

    @Test
    void aNoteNamesTheReadingThatWasInRange() {
        Reading fine = bp("r1", minute(30), 120, 80);

        RuleAnswer rule = ofRule(
                explain(
                        List.of(HYPERTENSION),
                        List.of(fine, bp("r2", minute(5), Duration.ofMinutes(40), 225, 100)),
                        List.of(),
                        List.of()),
                "BP-03");

        assertThat(rule.sights()).extracting(Sight::then).containsExactly(Reason.NEWER_IN_RANGE, Reason.IN_RANGE);
        assertThat(rule.sights().get(0).other()).isEqualTo(fine);
    }

    @Test
    void aLaterRepeatIsNamedWithTheAlertItOpened() {
        Reading repeat = bp("r2", minute(65), 190, 100);

        RuleAnswer rule = ofRule(
                explain(List.of(HYPERTENSION), List.of(bp("r1", minute(50), 190, 100), repeat), List.of(), List.of()),
                "BP-03");

        Sight sight = rule.sights().get(0);
        assertThat(sight.other()).isEqualTo(repeat);
        assertThat(sight.alert()).isEqualTo(Ids.alert("derby", Subject.patient("p1"), "BP-03", "r1"));
        assertThat(rule.episode()).isNull();
    }

    @Test
    void aReadingThatAnEarlierOneMadeABreachSaysSo() {
        CarePlan heartFailure = new Case("heart-failure").plan();
        Reading heavy = weight("heavy", minute(5), "82.6");
        Reading usual = weight(
                "usual", Case.NOON.minus(Duration.ofDays(2)), Duration.ofDays(2).plusMinutes(10), "80.1");

        RuleAnswer rule = ofRule(explain(List.of(heartFailure), List.of(heavy, usual), List.of(), List.of()), "HF-01");

        assertThat(rule.then()).isEqualTo(Reason.JUDGED_AGAIN);
        Sight sight = rule.sights().get(1);
        assertThat(sight.reading()).isEqualTo(heavy);
        assertThat(sight.then()).isEqualTo(Reason.JUDGED_AGAIN);
        assertThat(sight.other()).isEqualTo(usual);
        assertThat(rule.sights().get(0).now()).isEqualTo(Reason.IN_RANGE);
    }

    @Test
    void theRecordAgreesWithTheReplayWhereNothingWasCorrected() {
        Case live = new Case("hypertension");
        List<Reading> readings = List.of(bp("r1", minute(5), 190, 100), bp("r2", minute(10), 191, 100));
        readings.forEach(live::observe);
        live.tick(minute(59));

        RuleAnswer rule = ofRule(explain(List.of(live.plan()), readings, List.of(), live.events()), "BP-03");

        assertThat(rule.recorded())
                .extracting(AlertEvent::kind)
                .containsExactly(AlertEvent.Kind.PROMPTED, AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED);
        assertThat(rule.notRecorded()).isEmpty();
        assertThat(rule.notReplayed()).isEmpty();
        assertThat(rule.episode()).isNotNull();
    }

    @Test
    void aStepThatCannotBeExplainedAnyMoreSaysSo() {
        Case live = new Case("hypertension");
        live.observe(bp("r1", minute(5), 225, 100));
        live.observe(bp("r2", minute(10), 225, 100));

        RuleAnswer rule = ofRule(
                explain(List.of(live.plan()), List.of(bp("r2", minute(10), 225, 100)), List.of(), live.events()),
                "BP-03");

        assertThat(rule.notReplayed())
                .extracting(AlertEvent::kind)
                .containsExactly(AlertEvent.Kind.RAISED, AlertEvent.Kind.UPDATED);
        assertThat(rule.notRecorded())
                .extracting(AlertEvent::kind)
                .containsExactly(AlertEvent.Kind.RAISED, AlertEvent.Kind.ESCALATED);
    }

    @Test
    void eachReadingIsJudgedUnderThePlanValidWhenItCame() {
        CarePlan stricter = new CarePlan(
                "derby",
                "p1",
                2,
                "hypertension",
                1,
                1,
                minute(20),
                true,
                PlanRules.withThresholds(
                        ShippedPathways.all().named("hypertension").rules(),
                        List.of(new PersonalThreshold(
                                "BP-03",
                                Parameter.SYSTOLIC_BP,
                                new BigDecimal(160),
                                "Dr Gray",
                                "stroke",
                                LocalDate.of(2027, 1, 1)))));

        RuleAnswer rule = ofRule(
                explain(
                        List.of(HYPERTENSION, stricter),
                        List.of(bp("r1", minute(5), 165, 100), bp("r2", minute(25), 165, 100)),
                        List.of(),
                        List.of()),
                "BP-03");

        assertThat(rule.sights()).extracting(Sight::then).containsExactly(Reason.IN_RANGE, Reason.UNANSWERED);
    }

    @Test
    void theOrderInWhichReadingsAreHandedOverDoesNotMatter() {
        for (Row row : reasons()) {
            List<Reading> reversed = new ArrayList<>(row.readings());
            Collections.reverse(reversed);

            assertThat(explain(List.of(row.plan()), reversed, row.actions(), List.of()))
                    .as(row.name())
                    .isEqualTo(explain(List.of(row.plan()), row.readings(), row.actions(), List.of()));
        }
    }

    private static Sight onlySight(Reading reading) {
        return ofRule(explain(List.of(HYPERTENSION), List.of(reading), List.of(), List.of()), "BP-03")
                .sights()
                .get(0);
    }

    private static RuleAnswer ofRule(Answer answer, String rule) {
        return answer.rules().stream()
                .filter(one -> one.rule().id().equals(rule))
                .findFirst()
                .orElseThrow();
    }

    private static Answer explain(
            List<CarePlan> plans, List<Reading> readings, List<AlertAction> actions, List<AlertEvent> recorded) {
        return Why.explain(new Why.Question(plans, readings, actions, recorded, FROM, TO, TO.plus(AN_HOUR)));
    }

    private static AlertAction snoozed(String alert, Instant at, Instant until) {
        return new AlertAction(
                "x-snoozed", "derby", Subject.patient("p1"), alert, AlertAction.Kind.SNOOZED, "nurse", at, until, null);
    }
}
