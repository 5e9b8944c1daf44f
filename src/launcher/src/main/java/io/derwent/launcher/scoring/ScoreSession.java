package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.clinical.PlanVersions;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.AlertAction;
import io.derwent.model.CarePlan;
import io.derwent.model.Pathways;
import io.derwent.model.Reading;
import io.derwent.wire.CarePlanDocument;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.JsonDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Patients watched by {@link PatientWatch} on the time of the lines: the vitals job in small, with every patient's state in
 * memory.
 */
final class ScoreSession {
    private static final String SOMEBODY = "patient";
    private static final String TYPE = "type";
    private static final Set<String> ACTION =
            Set.of(TYPE, "patient", "id", "alert", "kind", "who", "at", "until", "outcome");
    private static final Set<String> PLAN = Set.of(TYPE, "plan", "at");
    private static final Set<String> TICK = Set.of(TYPE, "at");

    private final Pathways pathways;
    private final String patientOfPlan;
    private final ScoreEvents events;
    private final List<Version> versions = new ArrayList<>();
    private final Map<String, Patient> patients = new LinkedHashMap<>();
    private final Map<String, String> recordIds = new HashMap<>();
    private final ScoreJson json = new ScoreJson(recordIds);
    private Instant startedAt = Instant.EPOCH;

    /** A version of the plan; everybody's, or one patient's if it names one and the first did not. */
    private record Version(CarePlanDocument document, Optional<Instant> validFrom) {}

    /** One patient: plans by version, what is remembered, and which readings were seen. */
    private static final class Patient {
        private final List<CarePlan> plans = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private PatientState state = PatientState.empty();
    }

    /**
     * Watches patients under this plan.
     *
     * @param pathways what plans can start from
     * @throws IllegalArgumentException if its pathway or limits cannot be
     */
    ScoreSession(String tenant, Pathways pathways, CarePlanDocument plan) {
        this.events = new ScoreEvents(tenant);
        this.pathways = pathways;
        this.patientOfPlan = plan.patient().orElse(SOMEBODY);
        add(new Version(plan, plan.validFrom()));
    }

    /** What follows from a line: nothing, something, or why it cannot be read. */
    List<ObjectNode> answer(String line) {
        try {
            JsonNode event = JsonLines.parse(line);
            String type = event.path(TYPE).asText();
            return switch (type) {
                case "reading" -> observe(event, line);
                case "action" -> act(JsonDocument.of(event, "the line", ACTION));
                case "plan" -> change(JsonDocument.of(event, "the line", PLAN), event.path("plan"));
                case "tick" -> tick(JsonDocument.of(event, "the line", TICK).instant("at"));
                default ->
                    throw new InvalidLine("type is \"%s\", reading, action, plan or tick is expected".formatted(type));
            };
        } catch (InvalidLine | InvalidDocument | InvalidPayload | IllegalArgumentException e) {
            return List.of(JsonLines.object().put("error", e.getMessage()));
        }
    }

    private List<ObjectNode> observe(JsonNode event, String line) {
        byte[] source = line.getBytes(StandardCharsets.UTF_8);
        String owner = ScoreEvents.name(event, "patient", patientOfPlan);
        List<ObjectNode> answers = new ArrayList<>();
        for (ScoreEvents.Received received : events.readings(event, source, owner)) {
            Reading reading = received.reading();
            Instant receivedAt = reading.receivedAt();
            Patient patient = patient(owner, receivedAt);
            if (!patient.seen.add(reading.id())) {
                continue;
            }
            received.recordId().ifPresent(id -> recordIds.put(reading.id(), id));
            CarePlan plan = PlanVersions.validAt(patient.plans, CarePlan::validFrom, receivedAt);
            PatientWatch.Outcome outcome = PatientWatch.observe(patient.state, plan, reading);
            patient.state = outcome.state();
            outcome.score().ifPresent(score -> answers.add(json.of(score)));
            outcome.events().forEach(step -> answers.add(json.of(step)));
        }
        return answers;
    }

    private List<ObjectNode> act(JsonDocument line) {
        String owner = line.optionalId("patient").orElse(patientOfPlan);
        Instant at = line.instant("at");
        AlertAction action = events.action(line, owner);
        Patient patient = patient(owner, at);
        patient.state = PatientWatch.act(patient.state, action);
        return List.of();
    }

    private List<ObjectNode> change(JsonDocument line, JsonNode plan) {
        CarePlanDocument document = CarePlanDocument.of("plan", plan);
        Instant validFrom = document.validFrom().orElseGet(() -> line.instant("at"));
        start(validFrom);
        add(new Version(document, Optional.of(validFrom)));
        return List.of();
    }

    /**
     * Time passed for everybody: what fell due since the tick before, each in its moment however far apart the two are. Only
     * ticks let time pass; of the lines between them the job would say the same while its clock stood still.
     */
    private List<ObjectNode> tick(Instant at) {
        start(at);
        if (patients.isEmpty()) {
            patient(patientOfPlan, at);
        }
        List<ObjectNode> answers = new ArrayList<>();
        for (Patient patient : patients.values()) {
            PatientWatch.Outcome outcome = PatientWatch.tick(patient.state, patient.plans, at);
            patient.state = outcome.state();
            outcome.events().forEach(step -> answers.add(json.of(step)));
        }
        return answers;
    }

    private Patient patient(String owner, Instant at) {
        start(at);
        return patients.computeIfAbsent(owner, this::unknown);
    }

    /** A plan that says nothing else counts from the first line's time on. */
    private void start(Instant at) {
        startedAt = startedAt.equals(Instant.EPOCH) ? at : startedAt;
    }

    private void add(Version version) {
        CarePlan checked = plan(patientOfPlan, version, versions.size() + 1);
        versions.add(version);
        patients.forEach((owner, patient) -> {
            if (concerns(version, owner)) {
                patient.plans.add(plan(owner, version, checked.version()));
            }
        });
    }

    private Patient unknown(String owner) {
        Patient patient = new Patient();
        for (int i = 0; i < versions.size(); i++) {
            if (i == 0 || concerns(versions.get(i), owner)) {
                patient.plans.add(plan(owner, versions.get(i), i + 1));
            }
        }
        return patient;
    }

    private static boolean concerns(Version version, String owner) {
        return version.document().patient().orElse(owner).equals(owner);
    }

    private CarePlan plan(String owner, Version version, long number) {
        return events.plan(
                owner, version.document(), pathways, number, version.validFrom().orElse(startedAt));
    }
}
