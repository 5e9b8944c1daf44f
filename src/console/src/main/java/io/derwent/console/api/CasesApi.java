package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;
import static io.derwent.console.http.Endpoint.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.console.access.Access;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.cases.CaseActions;
import io.derwent.console.cases.CaseJson;
import io.derwent.console.cases.Queue;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.store.AlertEvents;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.CaseEvents;
import io.derwent.store.Cases;
import io.derwent.store.PatientCase;
import io.derwent.wire.JsonDocument;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cases: list, stream, look at one, act. */
public final class CasesApi {
    private static final int MOST_LISTED = 1000;

    private final Access access;
    private final CaseActions actions;
    private final Endpoint.Stream stream;
    private final Clock clock;

    public CasesApi(Access access, CaseActions actions, Endpoint.Stream stream, Clock clock) {
        this.access = access;
        this.actions = actions;
        this.stream = stream;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/cases", STAFF, this::list),
                stream("/api/v1/cases/stream", STAFF, "text/event-stream; charset=utf-8", stream),
                get("/api/v1/cases/:id", STAFF, this::read),
                post("/api/v1/cases/:id/acknowledge", STAFF, this::acknowledge),
                post("/api/v1/cases/:id/release", STAFF, this::release),
                post("/api/v1/cases/:id/assign", STAFF, this::assign),
                post("/api/v1/cases/:id/escalate", STAFF, this::escalate),
                post("/api/v1/cases/:id/notes", STAFF, this::note),
                post("/api/v1/cases/:id/calls", STAFF, this::called),
                post("/api/v1/cases/:id/snooze", STAFF, this::snooze),
                post("/api/v1/cases/:id/resolve", STAFF, this::resolve));
    }

    private Reply list(Request request) {
        Optional<String> after = request.parameter("after");
        Listed<PatientCase> cases = access.listAtMost(
                request.number("limit", MOST_LISTED, 1, MOST_LISTED),
                request.who(),
                "cases.list",
                one -> one.tenant() + '/' + one.patient(),
                (connection, reach, limit) -> Cases.open(connection, reach, last(connection, after), limit));
        List<PatientCase> rows = cases.rows();
        return ListReply.cut(
                Queue.ranked(rows, clock.instant()).stream().map(CaseJson::of).toList(),
                request,
                cases.more()
                        ? Optional.of(Map.of("after", rows.get(rows.size() - 1).id()))
                        : Optional.empty());
    }

    private static Optional<PatientCase> last(Connection connection, Optional<String> after) throws SQLException {
        if (after.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Cases.find(connection, after.get())
                .orElseThrow(() ->
                        Refusal.invalid("after", "after is \"%s\", there is no such case".formatted(after.get()))));
    }

    private Reply read(Request request) {
        return access.readCase(
                request.who(),
                request.segment("id"),
                "case.read",
                (connection, found) -> Reply.json(detailed(connection, found)));
    }

    /** The case with each alert's events (why it came, as the job sent them) and the case's own history. */
    private static ObjectNode detailed(Connection connection, PatientCase found) throws SQLException {
        ObjectNode view = ApiJson.MAPPER.valueToTree(CaseJson.of(found));
        ArrayNode alerts = (ArrayNode) view.get("alerts");
        for (int i = 0; i < alerts.size(); i++) {
            Alert alert = found.alerts().get(i);
            ArrayNode events = ((ObjectNode) alerts.get(i)).putArray("events");
            for (String json : AlertEvents.ofAlert(connection, alert.tenant(), alert.id())) {
                events.add(parse(json));
            }
        }
        view.set("history", ApiJson.MAPPER.valueToTree(CaseEvents.ofCase(connection, found.tenant(), found.id())));
        return view;
    }

    private Reply acknowledge(Request request) {
        boolean takeOver = request.body().length > 0
                && JsonDocument.read("the body", request.body(), Set.of("takeOver"))
                        .optionalBoolean("takeOver")
                        .orElse(false);
        return Reply.json(CaseJson.of(actions.acknowledge(request.who(), request.segment("id"), takeOver)));
    }

    private Reply release(Request request) {
        String note = request.body().length == 0
                ? ""
                : JsonDocument.read("the body", request.body(), Set.of("note"))
                        .optionalText("note", CaseActions.LONGEST_NOTE)
                        .orElse("");
        return Reply.json(CaseJson.of(actions.release(request.who(), request.segment("id"), note)));
    }

    private Reply assign(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("to", "note"));
        return Reply.json(CaseJson.of(actions.assign(
                request.who(),
                request.segment("id"),
                body.text("to"),
                note(body, "note").orElse(""))));
    }

    private Reply escalate(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("note"));
        return Reply.json(CaseJson.of(actions.escalate(request.who(), request.segment("id"), said(body, "note"))));
    }

    private Reply note(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("note"));
        return Reply.json(CaseJson.of(actions.note(request.who(), request.segment("id"), said(body, "note"))));
    }

    private Reply called(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("result", "note"));
        return Reply.json(CaseJson.of(actions.called(
                request.who(),
                request.segment("id"),
                body.text("result"),
                note(body, "note").orElse(""))));
    }

    private static Optional<String> note(JsonDocument body, String member) {
        return body.optionalText(member, CaseActions.LONGEST_NOTE);
    }

    private static String said(JsonDocument body, String member) {
        return note(body, member).orElseThrow(() -> body.wrong(member, member + " is missing"));
    }

    private Reply snooze(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("until", "reason"));
        return Reply.json(CaseJson.of(
                actions.snooze(request.who(), request.segment("id"), body.instant("until"), said(body, "reason"))));
    }

    private Reply resolve(Request request) {
        JsonDocument body = JsonDocument.read("the body", request.body(), Set.of("outcome", "note"));
        return Reply.json(CaseJson.of(actions.resolve(
                request.who(),
                request.segment("id"),
                body.text("outcome"),
                body.optionalText("note", CaseActions.LONGEST_NOTE).orElse(""))));
    }

    static JsonNode parse(String json) {
        try {
            return ApiJson.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored alert event is not the JSON the job sent", e);
        }
    }
}
