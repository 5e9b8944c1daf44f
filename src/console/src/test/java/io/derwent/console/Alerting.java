package io.derwent.console;

import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Finding;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Readings and alert events as the vitals job makes them, for tests. */
public final class Alerting {
    private Alerting() {}

    static Reading bloodPressure(String tenant, String patient, int systolic, int diastolic, Instant taken) {
        return bloodPressure(tenant, patient, systolic, diastolic, taken, taken.plusSeconds(1));
    }

    static Reading bloodPressure(
            String tenant, String patient, int systolic, int diastolic, Instant taken, Instant arrived) {
        return new Reading(
                Ids.of("reading", tenant, patient, taken.toString(), Integer.toString(systolic)),
                0,
                tenant,
                "cuff-" + patient,
                patient,
                Kind.BP_PANEL,
                Map.of(
                        Parameter.SYSTOLIC_BP, new BigDecimal(systolic),
                        Parameter.DIASTOLIC_BP, new BigDecimal(diastolic),
                        Parameter.PULSE_RATE, new BigDecimal(88)),
                Map.of(),
                taken,
                arrived,
                Set.of(),
                null);
    }

    /** As a device with a counter sends it. */
    static Reading counted(Reading reading, long seq) {
        return new Reading(
                reading.id(),
                reading.revision(),
                reading.tenant(),
                reading.device(),
                reading.patient(),
                reading.kind(),
                reading.quantities(),
                reading.findings(),
                reading.effectiveTime(),
                reading.receivedAt(),
                reading.marks(),
                seq);
    }

    public static Reading oxygen(String tenant, String patient, int percent, Instant taken) {
        return new Reading(
                Ids.of("reading", tenant, patient, taken.toString(), "spo2"),
                0,
                tenant,
                "oximeter-" + patient,
                patient,
                Kind.SPO2,
                Map.of(Parameter.SPO2, new BigDecimal(percent), Parameter.PULSE_RATE, new BigDecimal(92)),
                Map.of(),
                taken,
                taken.plusSeconds(1),
                Set.of(Mark.NO_DEVICE_TIME),
                null);
    }

    /** A complete observation set with a NEWS2 of 7. */
    static Reading observations(String tenant, String patient, Instant taken) {
        return new Reading(
                Ids.of("reading", tenant, patient, taken.toString(), "set"),
                0,
                tenant,
                "monitor-" + patient,
                patient,
                Kind.OBSERVATION_SET,
                Map.of(
                        Parameter.RESPIRATORY_RATE, new BigDecimal(22),
                        Parameter.SPO2, new BigDecimal(93),
                        Parameter.SYSTOLIC_BP, new BigDecimal(104),
                        Parameter.PULSE_RATE, new BigDecimal(112),
                        Parameter.BODY_TEMPERATURE, new BigDecimal("38.4")),
                Map.of(Finding.AIR_OR_OXYGEN, "air", Finding.CONSCIOUSNESS, "A"),
                taken,
                taken.plusSeconds(1),
                Set.of(),
                null);
    }

    /** The steps the vitals job takes on these readings of one patient, under the rules of a pathway as they are. */
    static List<AlertEvent> scored(String pathway, List<Reading> readings) {
        Reading any = readings.get(0);
        CarePlan plan = new CarePlan(
                any.tenant(),
                String.valueOf(any.patient()),
                1,
                pathway,
                1,
                1,
                Instant.EPOCH,
                true,
                ShippedPathways.all().named(pathway).rules());
        List<AlertEvent> steps = new ArrayList<>();
        PatientState state = PatientState.empty();
        for (Reading reading : readings) {
            PatientWatch.Outcome outcome = PatientWatch.observe(state, plan, reading);
            state = outcome.state();
            steps.addAll(outcome.events());
        }
        return steps;
    }

    public static AlertEvent raised(String rule, Severity severity, List<String> limits, Reading... readings) {
        return event(AlertEvent.Kind.RAISED, rule, severity, limits, readings);
    }

    /** An event about the patient of these readings; the first is the opening one, the last caused it. */
    public static AlertEvent event(
            AlertEvent.Kind kind, String rule, Severity severity, List<String> limits, Reading... readings) {
        Reading opening = readings[0];
        Reading cause = readings[readings.length - 1];
        Subject subject = Subject.patient(String.valueOf(opening.patient()));
        String alert = Ids.alert(opening.tenant(), subject, rule, opening.id());
        boolean late = cause.age().toMinutes() > 15;
        return new AlertEvent(
                Ids.alertEvent(alert, kind, cause.id()),
                alert,
                kind,
                opening.tenant(),
                subject,
                rule,
                1,
                severity,
                cause.receivedAt(),
                opening.effectiveTime(),
                cause.effectiveTime(),
                cause.receivedAt(),
                late,
                List.of(readings).stream().map(AlertEvent.Evidence::of).toList(),
                List.of(),
                null,
                limits,
                cause.receivedAt().plusMillis(4),
                cause.receivedAt().plusMillis(9));
    }

    static AlertEvent news2(Reading set) {
        AlertEvent plain = raised("NW-02", Severity.RED_EMERGENCY, List.of(), set);
        return new AlertEvent(
                plain.id(),
                plain.alert(),
                plain.kind(),
                plain.tenant(),
                plain.subject(),
                plain.rule(),
                plain.ruleVersion(),
                plain.severity(),
                plain.at(),
                plain.firstBreachAt(),
                plain.effectiveTime(),
                plain.receivedAt(),
                plain.late(),
                plain.readings(),
                List.of("acvpu"),
                new AlertEvent.ScoreSummary(
                        false,
                        null,
                        8,
                        11,
                        Map.of("rr", 2, "spo2", 2, "air_or_oxygen", 0, "sbp", 1, "pulse", 2, "temp_c", 1)),
                plain.limits(),
                plain.decodedAt(),
                plain.scoredAt());
    }
}
