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
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.model.CarePlan;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Rule;
import io.derwent.store.CarePlans;
import io.derwent.store.Outbox;
import io.derwent.wire.CarePlanDocument;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What a patient is watched for. A new version goes to the vitals job, complete with its rules. */
public final class CarePlansApi {
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
        Wanted wanted = read(request.body(), patientInPath);
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

    private Wanted read(byte[] bytes, Optional<String> patientInPath) {
        CarePlanDocument document = CarePlanDocument.read("the body", bytes);
        String patient =
                patientInPath.or(document::patient).orElseThrow(() -> Refusal.invalid("patient", "patient is missing"));
        if (!document.patient().orElse(patient).equals(patient)) {
            throw Refusal.invalid("patient", "patient is another one than in the address");
        }
        checkReviews(document.thresholds());
        Pathway pathway = checked("pathway", () -> Pathways.named(document.pathway()));
        checked("spo2Scale", () -> pathway.withSpo2Scale(document.spo2Scale()));
        List<Rule> rules = checked("thresholds", () -> pathway.withThresholds(document.thresholds()));
        return new Wanted(
                patient,
                pathway,
                rules,
                document.spo2Scale(),
                document.active(),
                document.validFrom().orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS)),
                decision(document));
    }

    private static <T> T checked(String member, Supplier<T> check) {
        try {
            return check.get();
        } catch (IllegalArgumentException e) {
            throw Refusal.invalid(member, String.valueOf(e.getMessage()));
        }
    }

    private void checkReviews(List<PersonalThreshold> thresholds) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (int i = 0; i < thresholds.size(); i++) {
            LocalDate reviewOn = thresholds.get(i).reviewOn();
            if (reviewOn.isBefore(today)) {
                String member = "thresholds[%d].reviewOn".formatted(i);
                throw Refusal.invalid(member, "%s is %s, a day to come is expected".formatted(member, reviewOn));
            }
        }
    }

    /** What the clinicians stated, for the record; the plan itself carries only what the job needs. */
    private static String decision(CarePlanDocument document) {
        Map<String, Object> stated = new LinkedHashMap<>();
        List<Map<String, Object>> limits = new ArrayList<>();
        for (PersonalThreshold limit : document.thresholds()) {
            limits.add(Map.of(
                    "rule", limit.rule(),
                    "parameter", limit.parameter().code(),
                    "value", limit.value(),
                    "owner", limit.owner(),
                    "reason", limit.reason(),
                    "reviewOn", limit.reviewOn().toString()));
        }
        stated.put("thresholds", limits);
        document.scale2Decision()
                .ifPresent(scale2 -> stated.put(
                        "scale2Decision",
                        Map.of("by", scale2.by(), "at", scale2.at().toString(), "reason", scale2.reason())));
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
