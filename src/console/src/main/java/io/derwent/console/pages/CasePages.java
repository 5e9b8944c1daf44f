package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.cases.CaseActions;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.CaseList;
import io.derwent.console.pages.Views.CasePage;
import io.derwent.console.pages.Views.CasesPage;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.Notice;
import io.derwent.console.whose.NobodysReadings;
import io.derwent.model.AlertEvent;
import io.derwent.model.Reading;
import io.derwent.store.AlertEvents;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.CaseEvents;
import io.derwent.store.Cases;
import io.derwent.store.CounterGaps;
import io.derwent.store.Database;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients;
import io.derwent.store.Readings;
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

/** The nurse's list and the page of one case, with what can be done about it. */
final class CasePages {
    private static final Duration READINGS_SHOWN = Duration.ofDays(14);
    private static final Duration CLOCKS_AHEAD = Duration.ofMinutes(10);
    private static final int MOST_CASES = 500;
    private static final int MOST_READINGS = 500;
    private static final int BAD_REQUEST = 400;
    private static final int CHANGED_MEANWHILE = 409;
    private static final List<String> SCRIPTS =
            List.of("uplot/uPlot-1.6.32.iife.min.js", "derwent/chart.js", "derwent/live.js", "derwent/case.js");
    private static final Set<String> SNOOZE_HOURS = Set.of("1", "4", "8");
    private static final Set<String> NOTICES = Set.of("acknowledged", "snoozed", "resolved");

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final CaseViews views;
    private final ReadingViews readingViews;
    private final Access access;
    private final CaseActions actions;
    private final NobodysReadings nobodys;

    CasePages(
            Renderer renderer,
            Texts texts,
            UkTimes times,
            CaseViews views,
            ReadingViews readingViews,
            Access access,
            CaseActions actions,
            NobodysReadings nobodys) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.views = views;
        this.readingViews = readingViews;
        this.access = access;
        this.actions = actions;
        this.nobodys = nobodys;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/cases", STAFF, this::list),
                get("/cases/:id", STAFF, request -> show(request, FormError.NONE)),
                post("/cases/:id/acknowledge", STAFF, this::acknowledge),
                get("/cases/:id/acknowledge", STAFF, CasePages::toCase),
                post("/cases/:id/snooze", STAFF, this::snooze),
                get("/cases/:id/snooze", STAFF, CasePages::toCase),
                post("/cases/:id/resolve", STAFF, this::resolve),
                get("/cases/:id/resolve", STAFF, CasePages::toCase));
    }

    /** From the address of a form that is loaded again, or was sent when the session had ended, to the page it stands on. */
    private static Reply toCase(Request request) {
        return Reply.seeOther(CaseViews.href(request.segment("id"), request.who()));
    }

    private Reply list(Request request) {
        Caller caller = request.who();
        if (caller.acting().isEmpty()) {
            return Reply.seeOther("/dead-letters");
        }
        Listed<PatientCase> cases = access.listAtMost(
                MOST_CASES, caller, "cases.list", one -> one.tenant() + '/' + one.patient(), Cases::open);
        CaseList list = views.list(cases, nobodys.waiting(caller), caller, times.now());
        if (request.wantsFragment()) {
            return Reply.html(renderer.fill("caseList", Map.of("texts", texts, "view", list)));
        }
        return renderer.page(
                request,
                "cases",
                texts.of("cases.title"),
                "/cases",
                List.of("derwent/live.js", "derwent/live-list.js"),
                new CasesPage(list, listHref(caller), notice(request)));
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
                listHref(caller),
                texts.of("page.as-of", times.time(now)),
                found.updatedAt().toEpochMilli(),
                Database.now(connection).toString(),
                views.patient(found),
                "/patients/" + found.patient() + CaseViews.query(caller),
                views.severity(found.severity()),
                views.state(found),
                resolved,
                own && !resolved,
                found.state() != PatientCase.State.OPEN,
                found.heldBy().filter(who -> !who.equals(caller.who())).orElse(""),
                own ? "" : texts.of("case.shared-to-see", found.tenant()),
                views.facts(found),
                events.entrySet().stream()
                        .map(entry -> views.alert(entry.getKey(), entry.getValue(), born, caller))
                        .toList(),
                readingViews.sections(readings.rows(), ReadingViews.flags(all), missing, Map.of()),
                views.cut(readings),
                views.history(CaseEvents.ofCase(connection, found.tenant(), found.id())),
                views.outcomes(request.field("outcome").orElse("")),
                request.field("note").orElse(""),
                error,
                notice(request));
    }

    static List<AlertEvent> decode(List<String> events) {
        return events.stream()
                .map(json -> Codecs.alertEvents().decode(json.getBytes(StandardCharsets.UTF_8)))
                .toList();
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

    private Reply snooze(Request request) {
        String hours = request.field("hours").orElse("");
        if (!SNOOZE_HOURS.contains(hours)) {
            return show(request, new FormError("hours", texts.of("case.snooze.choose")))
                    .withStatus(BAD_REQUEST);
        }
        Instant until = times.now().plus(Duration.ofHours(Long.parseLong(hours)));
        return unlessChanged(request, () -> {
            actions.snooze(request.who(), request.segment("id"), until);
            return back(request, "snoozed");
        });
    }

    private Reply resolve(Request request) {
        Optional<String> outcome = request.field("outcome");
        if (outcome.isEmpty()) {
            return show(request, new FormError("outcome", texts.of("case.resolve.choose")))
                    .withStatus(BAD_REQUEST);
        }
        return unlessChanged(request, () -> {
            try {
                actions.resolve(
                        request.who(),
                        request.segment("id"),
                        outcome.get(),
                        request.field("note").orElse(""));
            } catch (Refusal refusal) {
                if (refusal.kind() == Refusal.Kind.INVALID) {
                    return show(request, new FormError(refusal.field().orElse("outcome"), refusal.sentence()))
                            .withStatus(BAD_REQUEST);
                }
                throw refusal;
            }
            return Reply.seeOther("/cases" + with(request, "resolved"));
        });
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
                case INVALID, UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, TOO_MANY -> throw refusal;
            };
        }
    }

    private Reply changed(Request request, FormError error) {
        return show(request, error).withStatus(CHANGED_MEANWHILE);
    }

    private static String listHref(Caller caller) {
        return "/cases" + CaseViews.query(caller);
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
