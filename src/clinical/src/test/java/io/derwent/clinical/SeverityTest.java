package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** An alert only becomes more severe, and what is worse is never less severe. */
class SeverityTest {
    private static final Instant RECEIVED_AT = Case.NOON.plus(Duration.ofHours(2));

    private static final Set<AlertEvent.Kind> OF_AN_EPISODE = EnumSet.of(
            AlertEvent.Kind.RAISED, AlertEvent.Kind.UPDATED, AlertEvent.Kind.ESCALATED, AlertEvent.Kind.CLEARED);

    @Property
    void theSeverityOfAnAlertNeverFalls(@ForAll("percents") List<Integer> percents, @ForAll long seed) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < percents.size(); i++) {
            Instant at = Case.minute(5 * i);
            readings.add(Case.spo2(
                    "r" + i,
                    at,
                    Duration.between(at, RECEIVED_AT),
                    percents.get(i).toString()));
        }
        Collections.shuffle(readings, new Random(seed));
        Case patient = new Case("copd", 2);

        readings.forEach(patient::observe);
        patient.tick(RECEIVED_AT.plus(Duration.ofDays(2)));

        Map<String, Severity> reached = new HashMap<>();
        for (AlertEvent event : patient.events()) {
            if (OF_AN_EPISODE.contains(event.kind())) {
                Severity before = reached.getOrDefault(event.alert(), Severity.INFO);
                assertThat(event.severity()).as(event.toString()).isGreaterThanOrEqualTo(before);
                reached.put(event.alert(), event.severity());
            }
        }
    }

    @Property
    void aLowerOxygenLevelIsNeverLessSevere(@ForAll @IntRange(min = 60, max = 88) int percent) {
        assertThat(severity(percent - 1)).isGreaterThanOrEqualTo(severity(percent));
    }

    @Property
    void aHigherPressureIsNeverLessSevere(@ForAll @IntRange(min = 120, max = 240) int systolic) {
        Case one = new Case("hypertension");
        Case other = new Case("hypertension");
        for (int minute = 0; minute < 10; minute += 5) {
            one.observe(Case.bp("r" + minute, Case.minute(minute), systolic, 80));
            other.observe(Case.bp("r" + minute, Case.minute(minute), systolic + 1, 80));
        }

        assertThat(highest(other)).isGreaterThanOrEqualTo(highest(one));
    }

    /** Of an oxygen level found twice. */
    private static Severity severity(int percent) {
        Case patient = new Case("copd", 2);
        patient.observe(Case.spo2("a", Case.NOON, String.valueOf(percent)));
        patient.observe(Case.spo2("b", Case.minute(5), String.valueOf(percent)));
        return highest(patient);
    }

    private static Severity highest(Case patient) {
        return patient.events().stream()
                .filter(event -> event.kind() != AlertEvent.Kind.PROMPTED)
                .map(AlertEvent::severity)
                .max(Severity::compareTo)
                .orElse(Severity.INFO);
    }

    @Provide
    Arbitrary<List<Integer>> percents() {
        return Arbitraries.of(78, 84, 86, 87, 89, 91, 94).list().ofMinSize(1).ofMaxSize(15);
    }
}
