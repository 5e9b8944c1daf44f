package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.delete;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.Comparison;
import io.derwent.clinical.Rehearsal;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.RehearsalWords;
import io.derwent.console.pathways.PathwayChange;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.console.replay.Caseload;
import io.derwent.console.replay.CaseloadDesk;
import io.derwent.console.replay.CaseloadRun;
import io.derwent.console.replay.RehearsalDesk;
import io.derwent.wire.JsonDocument;
import io.derwent.wire.PathwayDocument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a change of a pathway would have raised for everybody on it: start, look how far it is, cancel. */
public final class CaseloadApi {
    private static final String DOCUMENT = "document";
    private static final String THRESHOLDS = "thresholds";
    private static final Set<String> MEMBERS = Set.of(DOCUMENT, THRESHOLDS, "shared", "pathway");

    private static final int ACCEPTED = 202;

    private final CaseloadDesk desk;
    private final PathwayDesk pathways;
    private final RehearsalWords words;

    public CaseloadApi(CaseloadDesk desk, PathwayDesk pathways, RehearsalWords words) {
        this.desk = desk;
        this.pathways = pathways;
        this.words = words;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                post("/api/v1/pathways/:code/rehearsal", STAFF, this::start),
                get("/api/v1/rehearsals/:id", STAFF, request -> Reply.json(json(run(request)))),
                delete(
                        "/api/v1/rehearsals/:id",
                        STAFF,
                        request -> Reply.json(json(desk.cancel(request.who(), request.segment("id"))))));
    }

    /** How far a rehearsal is; {@code result} is there once it is done. */
    record RunJson(
            String id,
            String state,
            String pathway,
            int version,
            int days,
            boolean shared,
            Instant from,
            Instant to,
            int patients,
            int looked,
            @Nullable String failed,
            @Nullable CaseloadJson result) {}

    /** How much is raised; {@code perPatientDay} is of alerts. */
    record AmountJson(int alerts, BigDecimal perPatientDay, int prompts) {}

    /** Alerts of one rule, one severity or one day. */
    record CountJson(String of, int before, int after) {}

    /** An alert that differs, with what came of its case where that was closed. */
    record AlertJson(
            String patient,
            String tenant,
            String id,
            String rule,
            String severity,
            Instant raisedAt,
            Instant firstBreachAt,
            @Nullable String caseId,
            @Nullable String outcome,
            @Nullable Boolean wasReal,
            String words) {}

    /** Alerts that differ: how many, how many of them real, and as many as are listed. */
    record ListJson(int all, int real, boolean more, List<AlertJson> items) {}

    /** Somebody who was not replayed. */
    record LeftOutJson(String patient, String tenant, String reason, String words) {}

    /** Both of everybody who could be replayed. */
    record CaseloadJson(
            int patients,
            BigDecimal patientDays,
            int watchedForLess,
            AmountJson before,
            AmountJson after,
            List<CountJson> byRule,
            List<CountJson> bySeverity,
            List<CountJson> perDay,
            ListJson lost,
            ListJson gained,
            List<Caseload.Changed> mostChanged,
            int olderPlans,
            List<LeftOutJson> leftOut,
            List<Caseload.Cut> cut,
            List<String> words) {}

    private Reply start(Request request) {
        Caller caller = request.who();
        String code = request.segment("code");
        ObjectNode body = RehearsalApi.body(request);
        int days = RehearsalApi.days(body);
        JsonNode file = body.remove(DOCUMENT);
        JsonDocument document = JsonDocument.of(body, "the body", MEMBERS);
        if (!document.optionalText("pathway").orElse(code).equals(code)) {
            throw document.wrong("pathway", "pathway is another one than in the address");
        }
        List<PathwayChange> changes = PathwayChange.of(document, THRESHOLDS);
        if ((file == null) == changes.isEmpty()) {
            throw Refusal.invalid(DOCUMENT, "either document, a whole pathway, or thresholds are expected");
        }
        PathwayDesk.Proposal proposal;
        if (file == null) {
            proposal = pathways.changed(caller, code, changes);
        } else {
            String text = file.toString();
            PathwayDocument read = PathwayDocument.read(DOCUMENT, text.getBytes(StandardCharsets.UTF_8));
            if (!read.errors().isEmpty()) {
                return PathwaysApi.refused(read);
            }
            proposal = pathways.proposal(caller, code, text, read.pathway().orElseThrow());
        }
        CaseloadRun run = desk.start(
                caller,
                new CaseloadRun.Question(
                        proposal, days, document.optionalBoolean("shared").orElse(false)));
        return Reply.json(json(run)).withStatus(ACCEPTED).with("Location", "/api/v1/rehearsals/" + run.id());
    }

    private CaseloadRun run(Request request) {
        return desk.run(request.who(), request.segment("id"));
    }

    private RunJson json(CaseloadRun run) {
        CaseloadRun.Progress progress = run.progress();
        Caseload result = progress.result();
        return new RunJson(
                run.id(),
                progress.state().code(),
                run.question().pathway(),
                run.question().proposal().pathway().version(),
                run.question().days(),
                run.question().shared(),
                run.from(),
                run.to(),
                run.patients(),
                progress.looked(),
                progress.failed(),
                result == null ? null : json(run, result));
    }

    private CaseloadJson json(CaseloadRun run, Caseload result) {
        Comparison sum = result.comparison();
        return new CaseloadJson(
                sum.patients(),
                sum.patientDays(),
                result.shorter(),
                new AmountJson(
                        sum.alerts().before(),
                        sum.perPatientDay(sum.alerts().before()),
                        sum.prompts().before()),
                new AmountJson(
                        sum.alerts().after(),
                        sum.perPatientDay(sum.alerts().after()),
                        sum.prompts().after()),
                counts(sum.byRule(), rule -> rule),
                counts(sum.bySeverity(), severity -> severity.code()),
                counts(sum.byDay(), LocalDate::toString),
                list(result.lost()),
                list(result.gained()),
                result.mostChanged(),
                result.older(),
                result.leftOut().stream()
                        .map(one -> new LeftOutJson(
                                one.patient(), one.tenant(), one.why().code(), words.leftOut(one)))
                        .toList(),
                result.cut(),
                words.of(run, result));
    }

    private static <K> List<CountJson> counts(Map<K, Comparison.Pair> counts, Function<K, String> name) {
        return counts.entrySet().stream()
                .map(entry -> new CountJson(
                        name.apply(entry.getKey()),
                        entry.getValue().before(),
                        entry.getValue().after()))
                .toList();
    }

    private ListJson list(Caseload.Listed alerts) {
        return new ListJson(
                alerts.all(),
                alerts.real(),
                alerts.all() > alerts.first().size(),
                alerts.first().stream().map(this::json).toList());
    }

    private AlertJson json(Caseload.Differing differing) {
        Rehearsal.Alert alert = differing.alert();
        RehearsalDesk.Closed closed = differing.closed();
        return new AlertJson(
                differing.patient(),
                differing.tenant(),
                alert.id(),
                alert.rule(),
                alert.severity().code(),
                alert.raisedAt(),
                alert.from(),
                closed == null ? null : closed.caseId(),
                closed == null ? null : closed.outcome().code(),
                closed == null ? null : closed.outcome().wasReal(),
                words.alert(alert));
    }
}
