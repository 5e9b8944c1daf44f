package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;
import static io.derwent.console.http.Endpoint.put;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.Pathway;
import io.derwent.clinical.Pathways;
import io.derwent.clinical.PersonalThreshold;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.model.CarePlan;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.store.CarePlans;
import io.derwent.store.Outbox;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a patient is watched for. A new version goes to the vitals job, complete with its rules. */
public final class CarePlansApi {
    private static final Set<String> MEMBERS =
            Set.of("patient", "pathway", "spo2Scale", "scale2Decision", "thresholds", "active", "validFrom");
    private static final Set<String> THRESHOLD = Set.of("rule", "parameter", "value", "owner", "reason", "reviewOn");
    private static final Set<String> DECISION = Set.of("by", "at", "reason");
    private static final int SCALE_1 = 1;
    private static final int SCALE_2 = 2;
    private static final String NEEDS_SCALE_2 = "copd";

    private final Access access;
    private final Clock clock;

    public CarePlansApi(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/care-plans", STAFF, this::list),
                post("/api/v1/care-plans", STAFF, request -> store(request, Optional.empty())),
                put(
                        "/api/v1/care-plans/:patient",
                        STAFF,
                        request -> store(request, Optional.of(request.segment("patient")))));
    }

    /** What was asked for, checked; lacks only the version. */
    private record Wanted(
            String patient,
            Pathway pathway,
            List<Rule> rules,
            int spo2Scale,
            boolean active,
            Instant validFrom,
            String decision) {
        CarePlan version(String tenant, long version) {
            return new CarePlan(
                    tenant, patient, version, pathway.code(), pathway.version(), spo2Scale, validFrom, active, rules);
        }
    }

    private Reply list(Request request) {
        String patient =
                request.parameter("patient").orElseThrow(() -> Refusal.invalid("patient", "name a patient: ?patient="));
        return access.read(
                request.who(),
                patient,
                "care-plans.read",
                (connection, found) -> Reply.json(Map.of(
                        "items",
                        CarePlans.versions(connection, found.tenant(), found.id()).stream()
                                .map(CarePlansApi::view)
                                .toList())));
    }

    private Reply store(Request request, Optional<String> patientInPath) {
        Caller caller = request.who();
        Wanted wanted = read(Body.read(request.body(), MEMBERS), patientInPath);
        Instant now = clock.instant();
        CarePlan stored = access.change(caller, wanted.patient(), "care-plan.change", (connection, patient) -> {
            long version = CarePlans.nextVersion(connection, patient.tenant(), patient.id());
            CarePlan plan = wanted.version(patient.tenant(), version);
            byte[] json = Codecs.carePlans().encode(plan);
            CarePlans.add(
                    connection, plan, new String(json, StandardCharsets.UTF_8), wanted.decision(), caller.who(), now);
            Outbox.add(connection, DerwentTopics.CARE_PLANS, Keys.of(plan.tenant(), plan.patient()), json);
            return plan;
        });
        Map<String, Object> answer = Map.of("patient", stored.patient(), "version", stored.version());
        return patientInPath.isPresent() ? Reply.json(answer) : Reply.created(answer);
    }

    private Wanted read(Body body, Optional<String> patientInPath) {
        String patient = patientInPath.orElseGet(() -> body.id("patient"));
        if (patientInPath.isPresent()
                && !body.optionalId("patient").orElse(patient).equals(patient)) {
            throw body.wrong("patient", "patient is another one than in the address");
        }
        Pathway pathway = pathway(body);
        int scale = body.optionalInteger("spo2Scale", SCALE_1, SCALE_2).orElse(SCALE_1);
        Optional<Body> decision = body.optionalObject("scale2Decision", DECISION);
        if (scale == SCALE_2 && decision.isEmpty()) {
            throw body.wrong(
                    "scale2Decision",
                    "scale2Decision is missing: SpO2 scale 2 is a clinician's decision, say by whom, when and why");
        }
        if (pathway.code().equals(NEEDS_SCALE_2) && scale != SCALE_2) {
            throw body.wrong("spo2Scale", "spo2Scale is 1, pathway copd has a target of 88 to 92 % and needs scale 2");
        }
        List<PersonalThreshold> thresholds = body.objects("thresholds", THRESHOLD).stream()
                .map(this::threshold)
                .toList();
        return new Wanted(
                patient,
                pathway,
                rules(pathway, thresholds),
                scale,
                body.optionalBoolean("active").orElse(true),
                body.optionalInstant("validFrom")
                        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                decision(thresholds, decision.map(this::decision)));
    }

    private static Pathway pathway(Body body) {
        String code = body.text("pathway");
        return Pathways.of(code)
                .orElseThrow(() -> body.wrong(
                        "pathway",
                        "pathway is \"%s\", one of %s is expected"
                                .formatted(
                                        code,
                                        Pathways.all().stream()
                                                .map(Pathway::code)
                                                .collect(Collectors.joining(", ")))));
    }

    private static List<Rule> rules(Pathway pathway, List<PersonalThreshold> thresholds) {
        try {
            return pathway.withThresholds(thresholds);
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid("thresholds", String.valueOf(e.getMessage()));
        }
    }

    private PersonalThreshold threshold(Body body) {
        LocalDate reviewOn = body.date("reviewOn");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (reviewOn.isBefore(today)) {
            throw body.wrong("reviewOn", "reviewOn is %s, a day to come is expected".formatted(reviewOn));
        }
        return new PersonalThreshold(
                body.text("rule"),
                parameter(body),
                body.decimal("value"),
                body.text("owner"),
                body.text("reason"),
                reviewOn);
    }

    private static Parameter parameter(Body body) {
        String code = body.text("parameter");
        try {
            return Parameter.ofCode(code);
        } catch (IllegalArgumentException e) {
            throw body.wrong(
                    "parameter",
                    "parameter is \"%s\", one of %s is expected"
                            .formatted(
                                    code,
                                    List.of(Parameter.values()).stream()
                                            .map(Parameter::code)
                                            .collect(Collectors.joining(", "))));
        }
    }

    private Map<String, String> decision(Body body) {
        OffsetDateTime at = body.optionalInstant("at")
                .map(instant -> instant.atOffset(ZoneOffset.UTC))
                .orElseThrow(() -> body.wrong("at", "scale2Decision.at is missing"));
        return Map.of("by", body.text("by"), "at", at.toString(), "reason", body.text("reason"));
    }

    /** What the clinicians stated, for the record; the plan itself carries only what the job needs. */
    private static String decision(List<PersonalThreshold> thresholds, Optional<Map<String, String>> scale2) {
        Map<String, Object> stated = new LinkedHashMap<>();
        List<Map<String, Object>> limits = new ArrayList<>();
        for (PersonalThreshold limit : thresholds) {
            limits.add(Map.of(
                    "rule", limit.rule(),
                    "parameter", limit.parameter().code(),
                    "value", limit.value(),
                    "owner", limit.owner(),
                    "reason", limit.reason(),
                    "reviewOn", limit.reviewOn().toString()));
        }
        stated.put("thresholds", limits);
        scale2.ifPresent(decision -> stated.put("scale2Decision", decision));
        try {
            return ApiJson.MAPPER.writeValueAsString(stated);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps of texts are always JSON", e);
        }
    }

    private static ObjectNode view(CarePlans.Stored stored) {
        try {
            ObjectNode view = ApiJson.MAPPER.createObjectNode();
            view.setAll((ObjectNode) ApiJson.MAPPER.readTree(stored.json()));
            JsonNode decision = ApiJson.MAPPER.readTree(stored.decision());
            view.set("decision", decision);
            view.put("decidedBy", stored.decidedBy());
            view.put("decidedAt", stored.decidedAt().toString());
            return view;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("care plan of " + stored.patient() + " is not the JSON we wrote", e);
        }
    }
}
