package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Role;
import io.derwent.console.cases.CallResult;
import io.derwent.console.cases.CaseActions;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.CasePage;
import io.derwent.console.pages.Views.CaseWork;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.Notice;
import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import io.derwent.store.AlertEvents;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.CaseEvents;
import io.derwent.store.CounterGaps;
import io.derwent.store.Database;
import io.derwent.store.Deliveries;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients;
import io.derwent.store.Readings;
import io.derwent.store.Teams;
import io.derwent.wire.Codecs;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The page of one case, with what can be done about it. */
final class CasePages {
    private static final Duration READINGS_SHOWN = Duration.ofDays(14);
    private static final Duration CLOCKS_AHEAD = Duration.ofMinutes(10);
    private static final int MOST_TOLD = 20;
    private static final int MOST_READINGS = 500;
    private static final int BAD_REQUEST = 400;
    private static final int CHANGED_MEANWHILE = 409;
    private static final List<String> SCRIPTS =
            List.of("uplot/uPlot-1.6.32.iife.min.js", "derwent/chart.js", "derwent/live.js", "derwent/case.js");
    private static final Set<String> SNOOZE_HOURS = Set.of("1", "4", "8");
    private static final Set<String> NOTICES =
            Set.of("acknowledged", "released", "assigned", "escalated", "noted", "called", "snoozed", "resolved");
    private static final CaseWork NO_WORK =
            new CaseWork(false, "", false, "", "", "", List.of(), List.of(), List.of(), List.of(), Map.of());

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final CaseViews views;
    private final ReadingViews readingViews;
    private final DeliveryViews deliveries;
    private final Access access;
    private final CaseActions actions;

    CasePages(
            Renderer renderer,
            Texts texts,
            UkTimes times,
            CaseViews views,
            ReadingViews readingViews,
            DeliveryViews deliveries,
            Access access,
            CaseActions actions) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.views = views;
        this.readingViews = readingViews;
        this.deliveries = deliveries;
        this.access = access;
        this.actions = actions;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/cases/:id", STAFF, request -> show(request, FormError.NONE)),
                post("/cases/:id/acknowledge", STAFF, this::acknowledge),
                get("/cases/:id/acknowledge", STAFF, CasePages::toCase),
                post("/cases/:id/release", STAFF, this::release),
                get("/cases/:id/release", STAFF, CasePages::toCase),
                post("/cases/:id/assign", STAFF, this::assign),
                get("/cases/:id/assign", STAFF, CasePages::toCase),
                post("/cases/:id/escalate", STAFF, this::escalate),
                get("/cases/:id/escalate", STAFF, CasePages::toCase),
                post("/cases/:id/notes", STAFF, this::note),
                get("/cases/:id/notes", STAFF, CasePages::toCase),
                post("/cases/:id/calls", STAFF, this::called),
                get("/cases/:id/calls", STAFF, CasePages::toCase),
                post("/cases/:id/snooze", STAFF, this::snooze),
                get("/cases/:id/snooze", STAFF, CasePages::toCase),
                post("/cases/:id/resolve", STAFF, this::resolve),
                get("/cases/:id/resolve", STAFF, CasePages::toCase));
    }

    /** From the address of a form that is loaded again, or was sent when the session had ended, to the page it stands on. */
    private static Reply toCase(Request request) {
        return Reply.seeOther(CaseViews.href(request.segment("id"), request.who()));
    }

    private Reply show(Request request, FormError error) {
        Caller caller = request.who();
        CasePage view = access.readCase(
                caller,
                request.segment("id"),
                "case.read",
                (connection, found) -> view(connection, request, found, error));
        String title = error.isPresent()
                ? texts.of("page.error-title", texts.of("case.title", view.patient()))
                : texts.of("case.title", view.patient());
        return renderer.page(request, "case", title, "/cases", SCRIPTS, view);
    }

    private CasePage view(Connection connection, Request request, PatientCase found, FormError error)
            throws SQLException {
        Caller caller = request.who();
        Instant now = times.now();
        Map<Alert, List<AlertEvent>> events = new LinkedHashMap<>();
        List<AlertEvent> all = new ArrayList<>();
        for (Alert alert : found.alerts()) {
            List<AlertEvent> ofAlert = decode(AlertEvents.ofAlert(connection, found.tenant(), alert.id()));
            events.put(alert, ofAlert);
            all.addAll(ofAlert);
        }
        Listed<Reading> readings = Listed.of(
                Readings.ofPatient(
                        connection,
                        found.tenant(),
                        found.patient(),
                        Set.of(),
                        now.minus(READINGS_SHOWN),
                        now.plus(CLOCKS_AHEAD),
                        MOST_READINGS + 1),
                MOST_READINGS);
        Map<String, Integer> missing =
                CounterGaps.before(connection, found.tenant(), ReadingViews.inTables(readings.rows()));
        Optional<LocalDate> born = Patients.find(connection, found.tenant(), found.patient())
                .flatMap(patient -> Optional.ofNullable(patient.dateOfBirth()));
        boolean own = found.tenant().equals(caller.acting().orElse(""));
        boolean resolved = found.state() == PatientCase.State.RESOLVED;
        return new CasePage(
                found.id(),
                CaseViews.href(found.id(), caller),
                CaseListPages.href(caller),
                texts.of("page.as-of", times.time(now)),
                found.updatedAt().toEpochMilli(),
                Database.now(connection).toString(),
                views.patient(found),
                "/patients/" + found.patient() + CaseViews.query(caller),
                views.severity(found.severity()),
                views.state(found),
                resolved,
                own && !resolved,
                own && !resolved ? work(connection, request, found) : NO_WORK,
                own ? "" : texts.of("case.shared-to-see", found.tenant()),
                views.facts(found),
                events.entrySet().stream()
                        .map(entry -> views.alert(entry.getKey(), entry.getValue(), born, caller))
                        .toList(),
                readingViews.sections(readings.rows(), ReadingViews.flags(all), missing, Map.of()),
                views.cut(readings),
                views.history(CaseEvents.ofCase(connection, found.tenant(), found.id())),
                error,
                notice(request),
                deliveries.told(Deliveries.ofAlerts(
                        connection,
                        found.tenant(),
                        found.alerts().stream().map(Alert::id).toList(),
                        MOST_TOLD)));
    }

    static List<AlertEvent> decode(List<String> events) {
        return events.stream()
                .map(json -> Codecs.alertEvents().decode(json.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    private CaseWork work(Connection connection, Request request, PatientCase found) throws SQLException {
        Caller caller = request.who();
        Optional<String> holder = found.heldBy();
        boolean mine = holder.equals(Optional.of(caller.who()));
        Patients.Care care = Patients.find(connection, found.tenant(), found.patient())
                .map(Patients.Patient::care)
                .orElse(Patients.Care.UNKNOWN);
        return new CaseWork(
                mine,
                holder.filter(who -> !mine)
                        .map(who -> views.name(found.tenant(), who))
                        .orElse(""),
                mine || holder.isEmpty() || caller.role() != Role.NURSE,
                care.phone(),
                care.phone().replace(" ", ""),
                care.contact(),
                care.needs().stream()
                        .sorted()
                        .map(need -> texts.coded("need", need))
                        .toList(),
                Teams.colleagues(connection, found.care().team()).stream()
                        .filter(colleague -> !holder.equals(Optional.of(colleague.account())))
                        .map(colleague -> new Choice(
                                colleague.account(),
                                colleague.name(),
                                request.field("to").equals(Optional.of(colleague.account()))))
                        .toList(),
                Stream.of(CallResult.values())
                        .map(result -> new Choice(
                                result.code(),
                                texts.coded("call", result.code()),
                                request.field("result").equals(Optional.of(result.code()))))
                        .toList(),
                views.outcomes(request.field("outcome").orElse("")),
                request.form());
    }

    private Reply acknowledge(Request request) {
        return unlessChanged(request, () -> {
            actions.acknowledge(
                    request.who(),
                    request.segment("id"),
                    request.field("takeOver").isPresent());
            return back(request, "acknowledged");
        });
    }

    private Reply release(Request request) {
        return act(
                request,
                "released",
                Map.of("note", "release-note"),
                () -> actions.release(request.who(), request.segment("id"), typed(request, "release-note")));
    }

    private Reply assign(Request request) {
        if (request.field("to").isEmpty()) {
            return wrong(request, new FormError("to", texts.of("case.assign.choose")));
        }
        return act(
                request,
                "assigned",
                Map.of("to", "to", "note", "assign-note"),
                () -> actions.assign(
                        request.who(), request.segment("id"), typed(request, "to"), typed(request, "assign-note")));
    }

    private Reply escalate(Request request) {
        if (request.field("lead-note").isEmpty()) {
            return wrong(request, new FormError("lead-note", texts.of("case.escalate.say")));
        }
        return act(
                request,
                "escalated",
                Map.of("note", "lead-note"),
                () -> actions.escalate(request.who(), request.segment("id"), typed(request, "lead-note")));
    }

    private Reply note(Request request) {
        if (request.field("text").isEmpty()) {
            return wrong(request, new FormError("text", texts.of("case.write.say")));
        }
        return act(
                request,
                "noted",
                Map.of("note", "text"),
                () -> actions.note(request.who(), request.segment("id"), typed(request, "text")));
    }

    private Reply called(Request request) {
        if (request.field("result").isEmpty()) {
            return wrong(request, new FormError("result", texts.of("case.call.choose")));
        }
        return act(
                request,
                "called",
                Map.of("result", "result", "note", "call-note"),
                () -> actions.called(
                        request.who(), request.segment("id"), typed(request, "result"), typed(request, "call-note")));
    }

    private Reply snooze(Request request) {
        String hours = request.field("hours").orElse("");
        if (!SNOOZE_HOURS.contains(hours)) {
            return wrong(request, new FormError("hours", texts.of("case.snooze.choose")));
        }
        if (request.field("reason").isEmpty()) {
            return wrong(request, new FormError("reason", texts.of("case.snooze.say")));
        }
        Instant until = times.now().plus(Duration.ofHours(Long.parseLong(hours)));
        return act(
                request,
                "snoozed",
                Map.of("reason", "reason"),
                () -> actions.snooze(request.who(), request.segment("id"), until, typed(request, "reason")));
    }

    private Reply resolve(Request request) {
        Optional<String> outcome = request.field("outcome");
        if (outcome.isEmpty()) {
            return wrong(request, new FormError("outcome", texts.of("case.resolve.choose")));
        }
        return unlessChanged(
                request,
                () -> unlessWrong(request, Map.of("note", "note", "outcome", "outcome"), () -> {
                    actions.resolve(request.who(), request.segment("id"), outcome.get(), typed(request, "note"));
                    return Reply.seeOther(CaseListPages.PATH + with(request, "resolved"));
                }));
    }

    private static String typed(Request request, String field) {
        return request.field(field).orElse("");
    }

    /**
     * Does it and shows the case again.
     *
     * @param done   code of the notice
     * @param fields of the form, by the name a refusal has for them
     */
    private Reply act(Request request, String done, Map<String, String> fields, Runnable act) {
        return unlessChanged(
                request,
                () -> unlessWrong(request, fields, () -> {
                    act.run();
                    return back(request, done);
                }));
    }

    private Reply unlessWrong(Request request, Map<String, String> fields, Supplier<Reply> act) {
        try {
            return act.get();
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            String field =
                    refusal.field().map(name -> fields.getOrDefault(name, name)).orElse("facts");
            return wrong(request, new FormError(field, refusal.sentence()));
        }
    }

    private Reply wrong(Request request, FormError error) {
        return show(request, error).withStatus(BAD_REQUEST);
    }

    /**
     * The act, or, where somebody closed the case or took it on while the form was open, the case as it is now and a sentence
     * that says so.
     */
    private Reply unlessChanged(Request request, Supplier<Reply> act) {
        try {
            return act.get();
        } catch (Refusal refusal) {
            return switch (refusal.kind()) {
                case CONFLICT -> changed(request, new FormError("facts", texts.of("case.closed-meanwhile")));
                case HELD -> changed(request, new FormError("take-over", texts.of("case.held-meanwhile")));
                case INVALID, UNAUTHENTICATED, FORBIDDEN, OUT_OF_REACH, NOT_FOUND, TOO_MANY -> throw refusal;
            };
        }
    }

    private Reply changed(Request request, FormError error) {
        return show(request, error).withStatus(CHANGED_MEANWHILE);
    }

    private static Reply back(Request request, String done) {
        return Reply.seeOther("/cases/" + request.segment("id") + with(request, done));
    }

    private static String with(Request request, String done) {
        String query = CaseViews.query(request.who());
        return query.isEmpty() ? "?done=" + done : query + "&done=" + done;
    }

    private Notice notice(Request request) {
        return new Notice(request.parameter("done")
                .filter(NOTICES::contains)
                .map(done -> texts.coded("case.done", done))
                .orElse(""));
    }
}
