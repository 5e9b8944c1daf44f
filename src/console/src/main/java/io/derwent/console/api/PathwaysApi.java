package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.put;

import io.derwent.console.access.Caller;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pathways.PathwayCatalogue;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.console.replay.CaseloadDesk;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.PathwayDocument;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pathways: those that come with the house, and the organisation's own versions of them or others beside them. Care plans
 * made afterwards start from the newest; those there are stay as they are.
 */
public final class PathwaysApi {
    private static final int INVALID = 400;

    private final PathwayDesk desk;
    private final CaseloadDesk rehearsals;

    public PathwaysApi(PathwayDesk desk, CaseloadDesk rehearsals) {
        this.desk = desk;
        this.rehearsals = rehearsals;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/pathways", STAFF, this::list),
                get("/api/v1/pathways/:code", STAFF, this::one),
                put("/api/v1/pathways/:code", ADMINISTRATORS, this::store));
    }

    /** A pathway in a list. */
    record View(String code, int version, String title, boolean own, List<String> rules) {}

    private Reply list(Request request) {
        PathwayCatalogue catalogue = desk.catalogue(request.who());
        return Reply.json(Map.of(
                "items",
                catalogue.pathways().all().stream()
                        .map(pathway -> new View(
                                pathway.code(),
                                pathway.version(),
                                pathway.title(),
                                catalogue.own().of(pathway.code()).isPresent(),
                                pathway.entries().stream()
                                        .map(entry -> entry.rule().id())
                                        .toList()))
                        .toList()));
    }

    private Reply one(Request request) {
        String code = request.segment("code");
        PathwayCatalogue catalogue = desk.catalogue(request.who());
        if (catalogue.pathways().of(code).isEmpty()) {
            throw PathwayDesk.noSuch(code);
        }
        return Reply.jsonText(catalogue.file(code));
    }

    private Reply store(Request request) {
        PathwayDocument document = PathwayDocument.read("the body", request.body());
        if (!document.errors().isEmpty()) {
            return refused(document);
        }
        Caller caller = request.who();
        String code = request.segment("code");
        PathwayDesk.Proposal proposal = desk.proposal(
                caller,
                code,
                new String(request.body(), StandardCharsets.UTF_8),
                document.pathway().orElseThrow());
        desk.store(
                caller,
                proposal,
                request.parameter("rehearsal")
                        .map(id -> rehearsals.record(caller, id, proposal))
                        .orElse(Map.of()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("code", code);
        answer.put("version", proposal.pathway().version());
        answer.put("warnings", sentences(document.warnings()));
        return Reply.json(answer);
    }

    /** Everything that is wrong, so that it can be put right at once. */
    static Reply refused(PathwayDocument document) {
        InvalidDocument first = document.errors().get(0);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("error", String.valueOf(first.getMessage()));
        first.member().ifPresent(member -> answer.put("field", member));
        answer.put("errors", sentences(document.errors()));
        answer.put("warnings", sentences(document.warnings()));
        return Reply.json(answer).withStatus(INVALID);
    }

    private static List<String> sentences(List<InvalidDocument> problems) {
        return problems.stream()
                .map(problem -> String.valueOf(problem.getMessage()))
                .toList();
    }
}
