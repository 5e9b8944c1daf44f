package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.clinical.Episode;
import io.derwent.clinical.News2;
import io.derwent.clinical.Why;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.WhyWords;
import io.derwent.console.replay.WhyDesk;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import io.derwent.model.Limit;
import io.derwent.model.Pathway;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.wire.ShippedPathways;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why a patient's rules alerted in an hour, or did not: as reasons for programs and as sentences for people. */
public final class WhyApi {
    private final WhyDesk desk;
    private final WhyWords words;
    private final Clock clock;

    public WhyApi(WhyDesk desk, WhyWords words, Clock clock) {
        this.desk = desk;
        this.words = words;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(get("/api/v1/patients/:id/why", STAFF, this::why));
    }

    /** A reason and what it says. */
    record Said(String reason, String words) {}

    /** The plan that was valid. */
    record PlanJson(long version, String pathway, int pathwayVersion, int spo2Scale, boolean active) {
        static PlanJson of(CarePlan plan) {
            return new PlanJson(plan.version(), plan.pathway(), plan.pathwayVersion(), plan.spo2Scale(), plan.active());
        }
    }

    /** A NEWS2 result of a reading; {@code total} is absent for an incomplete set. */
    record News2Json(
            @Nullable Integer total,
            int lowerBound,
            int upperBound,
            Map<String, Integer> parts,
            List<String> missing,
            @Nullable String response) {
        static News2Json of(News2.Result result) {
            boolean complete = result.isComplete();
            return new News2Json(
                    complete ? (Integer) result.lowerBound() : null,
                    result.lowerBound(),
                    result.upperBound(),
                    result.parts(),
                    result.missing(),
                    complete ? result.risk().response() : null);
        }
    }

    /** What a rule saw in one reading. */
    record SightJson(
            Reading reading,
            String verdict,
            List<String> limitsMet,
            String then,
            String now,
            String words,
            boolean prompted,
            @Nullable String alert,
            @Nullable String other,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable News2Json news2) {}

    /** What one rule says. */
    record RuleJson(
            String rule,
            int ruleVersion,
            String name,
            String severity,
            @Nullable String source,
            @Nullable String verified,
            List<List<String>> limits,
            List<String> clears,
            Said then,
            Said now,
            @Nullable Episode alert,
            List<SightJson> readings,
            List<AlertEvent> steps,
            List<String> notRecorded,
            List<String> notReplayed) {}

    /** The whole answer. */
    record WhyJson(
            String patient,
            String tenant,
            Instant from,
            Instant to,
            @Nullable PlanJson plan,
            String words,
            @Nullable Instant cutAt,
            List<RuleJson> rules) {}

    private Reply why(Request request) {
        WhyDesk.Found found = desk.why(request.who(), request.segment("id"), span(request));
        Why.Answer answer = found.answer();
        CarePlan plan = answer.plan();
        int scale = plan == null ? 1 : plan.spo2Scale();
        return Reply.json(new WhyJson(
                found.patient().id(),
                found.patient().tenant(),
                answer.from(),
                answer.to(),
                plan == null ? null : PlanJson.of(plan),
                words.plan(answer),
                found.cutAt().orElse(null),
                answer.rules().stream().map(rule -> rule(rule, scale)).toList()));
    }

    private WhyDesk.Span span(Request request) {
        if (request.parameter("from").isEmpty() && request.parameter("to").isEmpty()) {
            return WhyDesk.Span.hourOf(request.instant("at").orElseGet(clock::instant));
        }
        return new WhyDesk.Span(required(request, "from"), required(request, "to"));
    }

    private static Instant required(Request request, String name) {
        return request.instant(name).orElseThrow(() -> Refusal.invalid(name, name + " is missing"));
    }

    private RuleJson rule(Why.RuleAnswer answer, int scale) {
        Rule rule = answer.rule();
        return new RuleJson(
                rule.id(),
                rule.version(),
                words.rule(rule),
                rule.severity().code(),
                ShippedPathways.all()
                        .provenance(rule.id())
                        .map(Pathway.Provenance::source)
                        .orElse(null),
                ShippedPathways.all()
                        .provenance(rule.id())
                        .map(Pathway.Provenance::verified)
                        .orElse(null),
                rule instanceof Rule.Threshold threshold
                        ? threshold.anyOf().stream().map(WhyApi::texts).toList()
                        : List.of(),
                rule instanceof Rule.Threshold threshold ? texts(threshold.clearWhen()) : List.of(),
                new Said(answer.then().code(), words.then(answer)),
                new Said(answer.now().code(), words.now(answer)),
                answer.episode(),
                answer.sights().stream().map(sight -> sight(rule, sight, scale)).toList(),
                answer.recorded(),
                ids(answer.notRecorded()),
                ids(answer.notReplayed()));
    }

    private SightJson sight(Rule rule, Why.Sight sight, int scale) {
        Reading other = sight.other();
        boolean scored = rule instanceof Rule.Score && sight.reading().kind() == Kind.OBSERVATION_SET;
        return new SightJson(
                sight.reading(),
                sight.verdict().code(),
                sight.limits(),
                sight.then().code(),
                sight.now().code(),
                words.said(rule, sight),
                sight.prompted(),
                sight.alert(),
                other == null ? null : other.id(),
                sight.since(),
                sight.until(),
                scored
                        ? News2Json.of(News2.score(
                                sight.reading().quantities(), sight.reading().findings(), scale))
                        : null);
    }

    private static List<String> texts(List<Limit> limits) {
        return limits.stream().map(Limit::toString).toList();
    }

    private static List<String> ids(List<AlertEvent> steps) {
        return steps.stream().map(AlertEvent::id).toList();
    }
}
