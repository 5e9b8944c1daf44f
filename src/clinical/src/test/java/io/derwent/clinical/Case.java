package io.derwent.clinical;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Pathway;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.model.Subject;
import io.derwent.wire.ShippedPathways;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullUnmarked;

/** One patient under one plan: readings go in, steps come out. */
@NullUnmarked // null leaves a part out of an observation set
final class Case {
    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final CarePlan plan;
    private PatientState state = PatientState.empty();
    private final List<AlertEvent> events = new ArrayList<>();

    Case(String pathway) {
        this(pathway, 1);
    }

    Case(String pathway, int spo2Scale) {
        Pathway of = ShippedPathways.all().named(pathway);
        plan = new CarePlan("derby", "p1", 1, pathway, of.version(), spo2Scale, Instant.EPOCH, true, of.rules());
    }

    private Case(CarePlan plan) {
        this.plan = plan;
    }

    /** A patient watched by these rules only. */
    static Case under(Rule... rules) {
        return expecting(Schedule.NONE, Instant.EPOCH, rules);
    }

    /** A patient who measures at set times since the plan counts. */
    static Case expecting(Schedule schedule, Instant validFrom, Rule... rules) {
        return new Case(new CarePlan("derby", "p1", 1, "x", 1, 1, validFrom, true, List.of(rules), schedule));
    }

    static Instant at(Duration afterNoon) {
        return NOON.plus(afterNoon);
    }

    static Instant minute(int minutes) {
        return at(Duration.ofMinutes(minutes));
    }

    /** What a nurse did about an alert of this patient. */
    static AlertAction action(AlertAction.Kind kind, String alert, Instant at) {
        return new AlertAction("x-" + kind, "derby", Subject.patient("p1"), alert, kind, "nurse", at, null, "treated");
    }

    CarePlan plan() {
        return plan;
    }

    PatientState state() {
        return state;
    }

    /** What the first rule that remembers anything remembers of its episode. */
    Episode episode() {
        return state.rules().get(0).episode();
    }

    List<AlertEvent> events() {
        return events;
    }

    /** The steps so far, each {@code KIND rule severity}. */
    List<String> story() {
        return events.stream().map(Case::line).toList();
    }

    static String line(AlertEvent event) {
        return event.kind() + " " + event.rule() + " " + event.severity().code();
    }

    AlertEvent last() {
        return events.get(events.size() - 1);
    }

    List<AlertEvent> observe(Reading reading) {
        PatientWatch.Outcome outcome = PatientWatch.observe(state, plan, reading);
        state = outcome.state();
        events.addAll(outcome.events());
        return outcome.events();
    }

    List<AlertEvent> withdraw(Reading reading, Instant at) {
        PatientWatch.Outcome outcome =
                PatientWatch.withdraw(state, plan, reading.attributedTo("p1", reading.revision() + 1), at);
        state = outcome.state();
        events.addAll(outcome.events());
        return outcome.events();
    }

    /** Time passes; nothing else happens. */
    List<AlertEvent> tick(Instant at) {
        PatientWatch.Outcome outcome = PatientWatch.tick(state, plan, at);
        state = outcome.state();
        events.addAll(outcome.events());
        return outcome.events();
    }

    /** What hubs raised arrives. */
    List<AlertEvent> besideHubs(Instant at, HubAlert... alerts) {
        PatientWatch.Outcome outcome = PatientWatch.besideHubs(state, plan, List.of(alerts), at);
        state = outcome.state();
        events.addAll(outcome.events());
        return outcome.events();
    }

    void pause(Instant from, Instant to) {
        state = PatientWatch.paused(state, from, to);
    }

    void lost(Offline device) {
        state = PatientWatch.lost(state, device);
    }

    void backOnLine(String device) {
        state = PatientWatch.backOnLine(state, device);
    }

    void act(AlertAction action) {
        state = PatientWatch.act(state, action);
    }

    static Reading bp(String id, Instant effectiveTime, Duration age, int systolic, int diastolic) {
        return reading(
                id,
                Kind.BP_PANEL,
                effectiveTime,
                age,
                Map.of(
                        Parameter.SYSTOLIC_BP, new BigDecimal(systolic),
                        Parameter.DIASTOLIC_BP, new BigDecimal(diastolic)),
                Map.of());
    }

    static Reading bp(String id, Instant effectiveTime, int systolic, int diastolic) {
        return bp(id, effectiveTime, Duration.ofSeconds(1), systolic, diastolic);
    }

    static Reading spo2(String id, Instant effectiveTime, Duration age, String percent) {
        return reading(id, Kind.SPO2, effectiveTime, age, Map.of(Parameter.SPO2, new BigDecimal(percent)), Map.of());
    }

    static Reading spo2(String id, Instant effectiveTime, String percent) {
        return spo2(id, effectiveTime, Duration.ofSeconds(1), percent);
    }

    static Reading weight(String id, Instant effectiveTime, String kilograms) {
        return weight(id, effectiveTime, Duration.ofSeconds(1), kilograms);
    }

    static Reading weight(String id, Instant effectiveTime, Duration age, String kilograms) {
        return reading(
                id,
                Kind.WEIGHT,
                effectiveTime,
                age,
                Map.of(Parameter.BODY_WEIGHT, new BigDecimal(kilograms)),
                Map.of());
    }

    static Reading glucose(String id, Instant effectiveTime, String mmolPerLitre) {
        return reading(
                id,
                Kind.GLUCOSE,
                effectiveTime,
                Duration.ofSeconds(1),
                Map.of(Parameter.BLOOD_GLUCOSE, new BigDecimal(mmolPerLitre)),
                Map.of());
    }

    /** An observation set; null leaves a part out. */
    static Reading set(
            String id,
            Instant effectiveTime,
            String rr,
            String spo2,
            String gas,
            String sbp,
            String pulse,
            String acvpu,
            String temp) {
        Map<Parameter, BigDecimal> quantities = new EnumMap<>(Parameter.class);
        put(quantities, Parameter.RESPIRATORY_RATE, rr);
        put(quantities, Parameter.SPO2, spo2);
        put(quantities, Parameter.SYSTOLIC_BP, sbp);
        put(quantities, Parameter.PULSE_RATE, pulse);
        put(quantities, Parameter.BODY_TEMPERATURE, temp);
        Map<Finding, String> findings = new EnumMap<>(Finding.class);
        if (gas != null) {
            findings.put(Finding.AIR_OR_OXYGEN, gas);
        }
        if (acvpu != null) {
            findings.put(Finding.CONSCIOUSNESS, acvpu);
        }
        return reading(id, Kind.OBSERVATION_SET, effectiveTime, Duration.ofSeconds(1), quantities, findings);
    }

    private static void put(Map<Parameter, BigDecimal> quantities, Parameter parameter, String value) {
        if (value != null) {
            quantities.put(parameter, new BigDecimal(value));
        }
    }

    static Reading reading(
            String id,
            Kind kind,
            Instant effectiveTime,
            Duration age,
            Map<Parameter, BigDecimal> quantities,
            Map<Finding, String> findings) {
        return new Reading(
                id,
                0,
                "derby",
                "device-1",
                "p1",
                kind,
                quantities,
                findings,
                effectiveTime,
                effectiveTime.plus(age),
                Set.of(),
                null);
    }

    /** As a device with a counter sends it; null: the device has none. */
    static Reading counted(Reading reading, String device, Long seq) {
        return new Reading(
                reading.id(),
                reading.revision(),
                reading.tenant(),
                device,
                reading.patient(),
                reading.kind(),
                reading.quantities(),
                reading.findings(),
                reading.effectiveTime(),
                reading.receivedAt(),
                reading.marks(),
                seq);
    }

    static Reading marked(Reading reading, Mark mark) {
        return reading.marking(mark, true);
    }
}
