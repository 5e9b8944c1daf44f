package io.derwent.clinical;

import static io.derwent.clinical.Case.bp;
import static io.derwent.clinical.Case.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertAction;
import io.derwent.model.CarePlan;
import io.derwent.model.Ids;
import io.derwent.model.Parameter;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final Instant FROM = Case.NOON;
    private static final Instant TO = Case.at(Duration.ofDays(30));
    private static final CarePlan USUAL = new Case("hypertension").plan();

    /** One confirmed breach at noon of the day, cleared an hour later. */
    private static List<Reading> episode(int day, int systolic) {
        Instant noon = Case.at(Duration.ofDays(day));
        return List.of(
                bp("a" + day, noon.plusSeconds(60), systolic, 90),
                bp("b" + day, noon.plusSeconds(360), systolic, 90),
                bp("c" + day, noon.plusSeconds(3600), 120, 80));
    }

    private static CarePlan limit(int systolic) {
        return new CarePlan(
                "derby",
                "p1",
                2,
                "hypertension",
                1,
                1,
                Case.at(Duration.ofDays(100)),
                true,
                PlanRules.withThresholds(
                        ShippedPathways.all().named("hypertension").rules(),
                        List.of(new PersonalThreshold(
                                "BP-03",
                                Parameter.SYSTOLIC_BP,
                                new BigDecimal(systolic),
                                "Dr Gray",
                                "stroke",
                                LocalDate.of(2027, 1, 1)))));
    }

    @Test
    void aPlanSeesEveryReadingWhateverItsOwnBeginning() {
        List<Reading> readings = both(episode(1, 185), episode(3, 165));

        Rehearsal before = Rehearsal.of(USUAL, readings, List.of(), FROM, TO);
        Rehearsal after = Rehearsal.of(limit(160), readings, List.of(), FROM, TO);

        assertThat(before.alerts())
                .containsExactly(new Rehearsal.Alert(
                        Ids.alert("derby", Subject.patient("p1"), "BP-03", "a1"),
                        "BP-03",
                        Severity.RED,
                        Case.at(Duration.ofDays(1)).plusSeconds(361),
                        Case.at(Duration.ofDays(1)).plusSeconds(60),
                        Case.at(Duration.ofDays(1)).plusSeconds(3600)));
        assertThat(after.alerts()).hasSize(2);
        assertThat(after.without(before)).extracting(Rehearsal.Alert::day).containsExactly(LocalDate.of(2026, 11, 25));
        assertThat(before.without(after)).isEmpty();
        assertThat(after.on(LocalDate.of(2026, 11, 25))).isEqualTo(1);
        assertThat(before.prompts()).isEqualTo(1);
        assertThat(after.prompts()).isEqualTo(2);
    }

    @Test
    void aHigherLimitLosesWhatLayBelowIt() {
        List<Reading> readings = both(episode(1, 185), episode(3, 205));

        Rehearsal before = Rehearsal.of(USUAL, readings, List.of(), FROM, TO);
        Rehearsal after = Rehearsal.of(limit(200), readings, List.of(), FROM, TO);

        assertThat(before.without(after)).extracting(Rehearsal.Alert::day).containsExactly(LocalDate.of(2026, 11, 23));
        assertThat(after.without(before)).isEmpty();
    }

    @Test
    void anAlertThatBeginsEarlierUnderTheOtherPlanIsTheSame() {
        List<Reading> readings = List.of(
                bp("r1", minute(5), 165, 90),
                bp("r2", minute(10), 166, 90),
                bp("r3", minute(15), 185, 90),
                bp("r4", minute(20), 186, 90));

        Rehearsal before = Rehearsal.of(USUAL, readings, List.of(), FROM, TO);
        Rehearsal after = Rehearsal.of(limit(160), readings, List.of(), FROM, TO);

        assertThat(after.alerts().get(0).id())
                .isNotEqualTo(before.alerts().get(0).id());
        assertThat(after.without(before)).isEmpty();
        assertThat(before.without(after)).isEmpty();
    }

    @Test
    void whatWasOpenBeforeTheSpanIsNotRaisedInIt() {
        List<Reading> readings = List.of(
                bp("r1", minute(-20), 185, 90),
                bp("r2", minute(-10), 186, 90),
                bp("r3", minute(5), 187, 90),
                bp("r4", minute(10), 188, 90));

        assertThat(Rehearsal.of(USUAL, readings, List.of(), FROM, TO).alerts()).isEmpty();
    }

    @Test
    void whatPeopleClosedStaysQuietAsItDid() {
        List<Reading> readings = List.of(
                bp("r1", minute(5), 185, 90),
                bp("r2", minute(10), 186, 90),
                bp("r3", minute(65), 120, 80),
                bp("r4", minute(125), 187, 90),
                bp("r5", minute(130), 188, 90));
        String alert = Ids.alert("derby", Subject.patient("p1"), "BP-03", "r1");
        AlertAction resolved = Case.action(AlertAction.Kind.RESOLVED, alert, minute(70));

        assertThat(Rehearsal.of(USUAL, readings, List.of(), FROM, TO).alerts()).hasSize(2);
        assertThat(Rehearsal.of(USUAL, readings, List.of(resolved), FROM, TO).alerts())
                .hasSize(1);
    }

    @Test
    void theOrderInWhichReadingsAreHandedOverDoesNotMatter() {
        List<Reading> readings = new ArrayList<>(both(episode(1, 185), episode(3, 165)));
        Rehearsal inOrder = Rehearsal.of(limit(160), readings, List.of(), FROM, TO);

        Collections.reverse(readings);

        assertThat(Rehearsal.of(limit(160), readings, List.of(), FROM, TO)).isEqualTo(inOrder);
    }

    private static List<Reading> both(List<Reading> one, List<Reading> other) {
        List<Reading> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
