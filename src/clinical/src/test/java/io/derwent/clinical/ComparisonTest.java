package io.derwent.clinical;

import static io.derwent.clinical.Case.bp;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Comparison.Pair;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Instant FROM = Case.NOON;
    private static final Instant TO = Case.at(Duration.ofDays(30));
    private static final CarePlan PLAN = new Case("hypertension").plan();
    private static final Rehearsal ONE = Rehearsal.of(
            PLAN,
            List.of(bp("a", Case.NOON.plusSeconds(60), 185, 90), bp("b", Case.NOON.plusSeconds(360), 186, 90)),
            List.of(),
            FROM,
            TO);
    private static final Rehearsal NONE = Rehearsal.of(PLAN, List.of(), List.of(), FROM, TO);

    @Test
    void patientsAreAddedUpByRuleSeverityAndDay() {
        Comparison sum = Comparison.NONE.with(ONE, NONE).with(ONE, ONE);

        assertThat(sum.patients()).isEqualTo(2);
        assertThat(sum.alerts()).isEqualTo(new Pair(2, 1));
        assertThat(sum.prompts()).isEqualTo(new Pair(2, 1));
        assertThat(sum.byRule()).containsOnlyKeys("BP-03").containsEntry("BP-03", new Pair(2, 1));
        assertThat(sum.bySeverity()).containsOnlyKeys(Severity.RED);
        assertThat(sum.byDay()).containsOnlyKeys(LocalDate.of(2026, 11, 22));
        assertThat(sum.patientDays()).isEqualByComparingTo("60");
        assertThat(sum.perPatientDay(3)).isEqualByComparingTo("0.05");
    }

    @Test
    void whoWasWatchedForMinutesCountsAsADay() {
        Rehearsal minutes = Rehearsal.of(
                PLAN,
                List.of(bp("a", Case.NOON.plusSeconds(60), 225, 90)),
                List.of(),
                FROM,
                FROM.plus(Duration.ofMinutes(5)));

        assertThat(Comparison.NONE.with(minutes, minutes).perPatientDay(1)).isEqualByComparingTo("1");
    }

    @Test
    void ofNobodyNothingIsSaid() {
        assertThat(Comparison.NONE.perPatientDay(0)).isEqualByComparingTo("0");
        assertThat(Comparison.NONE.patientDays()).isEqualByComparingTo("0");
    }

    /** Whatever was measured and however it came: the plan in force, rehearsed, raises what it raises. */
    @Property(tries = 50)
    void thePlanInForceChangesNothing(@ForAll @Size(max = 30) List<@IntRange(min = 85, max = 230) Integer> pressures) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < pressures.size(); i++) {
            readings.add(bp("r" + i, FROM.plus(Duration.ofMinutes(7L * i * i)), pressures.get(i), 60));
        }

        Rehearsal before = Rehearsal.of(PLAN, readings, List.of(), FROM, TO);
        Rehearsal after = Rehearsal.of(PLAN, readings, List.of(), FROM, TO);
        Comparison sum = Comparison.NONE.with(before, after);

        assertThat(before.without(after)).isEmpty();
        assertThat(after.without(before)).isEmpty();
        assertThat(sum.alerts().before()).isEqualTo(sum.alerts().after());
        assertThat(sum.byRule().values())
                .allSatisfy(pair -> assertThat(pair.before()).isEqualTo(pair.after()));
    }
}
