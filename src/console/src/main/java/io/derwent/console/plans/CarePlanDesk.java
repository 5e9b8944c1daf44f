package io.derwent.console.plans;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.PlanRules;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.pathways.PathwayCatalogue;
import io.derwent.model.CarePlan;
import io.derwent.model.Pathway;
import io.derwent.model.Pathways;
import io.derwent.model.PersonalThreshold;
import io.derwent.model.Rule;
import io.derwent.store.CarePlans;
import io.derwent.store.Database;
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
import java.util.function.Supplier;

/** Checks and stores care plans; a new version goes to the vitals job, complete with its rules. Blocks on the database. */
public final class CarePlanDesk {
    private final Database database;
    private final Access access;
    private final Clock clock;

    public CarePlanDesk(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
    }

    /** What was asked for, checked; lacks only whose it is and its version. */
    public record Draft(CarePlanDocument document, Pathway pathway, List<Rule> rules, Instant validFrom) {
        /** As a version of a patient's plan. */
        public CarePlan version(String tenant, String patient, long version) {
            return new CarePlan(
                    tenant,
                    patient,
                    version,
                    pathway.code(),
                    pathway.version(),
                    document.spo2Scale(),
                    validFrom,
                    document.active(),
                    rules,
                    document.schedule().orElse(pathway.schedule()),
                    pathway.escalation());
        }
    }

    /**
     * Checks, against the pathways of the caller's organisation.
     *
     * @throws Refusal INVALID, with the member that is wrong
     */
    public Draft check(Caller caller, CarePlanDocument document) {
        checkReviews(document.thresholds());
        Pathways pathways = database.inTenant(
                caller.tenant(),
                connection -> PathwayCatalogue.of(connection, caller.tenant()).pathways());
        Pathway named = checked("pathway", () -> pathways.named(document.pathway()));
        Pathway pathway = checked("spo2Scale", () -> PlanRules.onScale(named, document.spo2Scale()));
        List<Rule> included = checked(
                "include", () -> PlanRules.including(document.include(), pathway, pathways, document.spo2Scale()));
        List<Rule> rules = checked("thresholds", () -> PlanRules.withThresholds(included, document.thresholds()));
        return new Draft(
                document,
                pathway,
                rules,
                document.validFrom().orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /**
     * Stores the next version of a patient's plan.
     *
     * @throws Refusal as {@link Access#change}
     */
    public CarePlan store(Caller caller, String patient, Draft draft) {
        Instant now = clock.instant();
        String decision = decision(draft.document());
        return access.change(caller, patient, "care-plan.change", (connection, found) -> {
            long version = CarePlans.nextVersion(connection, found.tenant(), found.id());
            CarePlan plan = draft.version(found.tenant(), found.id(), version);
            byte[] json = Codecs.carePlans().encode(plan);
            CarePlans.add(connection, plan, new String(json, StandardCharsets.UTF_8), decision, caller.who(), now);
            Outbox.add(connection, DerwentTopics.CARE_PLANS, Keys.of(plan.tenant(), plan.patient()), json);
            return plan;
        });
    }

    /** What clinicians stated when they decided this version. */
    public static CarePlanDocument stated(CarePlans.Stored stored) {
        try {
            ObjectNode document = (ObjectNode) ApiJson.MAPPER.readTree(stored.decision());
            document.set("schedule", ApiJson.MAPPER.readTree(stored.json()).get("schedule"));
            document.put("pathway", stored.pathway());
            document.put("active", stored.active());
            document.put("spo2Scale", plan(stored).spo2Scale());
            return CarePlanDocument.of("the stored plan", document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("decision about " + stored.patient() + " is not the JSON we wrote", e);
        }
    }

    /** The plan of a stored version. */
    public static CarePlan plan(CarePlans.Stored stored) {
        return Codecs.carePlans().decode(stored.json().getBytes(StandardCharsets.UTF_8));
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
        stated.put("include", document.include());
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
}
