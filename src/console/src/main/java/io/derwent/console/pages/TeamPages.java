package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.LEADS;
import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.BreakGlassDesk;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.GlassPage;
import io.derwent.console.pages.Views.LookRow;
import io.derwent.console.pages.Views.LooksPage;
import io.derwent.console.people.Names;
import io.derwent.store.BreakGlass.Look;
import io.derwent.store.Teams.Team;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Looking at a patient of another team: who has to says why, and leads see who did. */
final class TeamPages {
    private static final int BAD_REQUEST = 400;
    private static final int MOST_LOOKS = 200;
    private static final Duration SHOWN = Duration.ofDays(30);
    private static final String GLASS = "/patients/:id/break-glass";

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final BreakGlassDesk glass;
    private final Names names;

    TeamPages(Renderer renderer, Texts texts, UkTimes times, BreakGlassDesk glass, Names names) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.glass = glass;
        this.names = names;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get(GLASS, STAFF, request -> form(request, FormError.NONE)),
                post(GLASS, STAFF, this::open),
                get("/looks", LEADS, this::looks));
    }

    private Reply form(Request request, FormError error) {
        Caller caller = request.who();
        String patient = request.segment("id");
        Optional<Team> team = glass.team(caller, patient);
        String title = texts.of("glass.title");
        return renderer.page(
                request,
                "glass",
                error.isPresent() ? texts.of("page.error-title", title) : title,
                "/patients",
                List.of(),
                new GlassPage(
                        "/patients/" + patient + "/break-glass" + CaseViews.query(caller),
                        team.map(found -> texts.of("glass.team", found.name()))
                                .orElseGet(() -> texts.of("glass.no-team")),
                        request.field("reason").orElse(""),
                        error));
    }

    private Reply open(Request request) {
        String patient = request.segment("id");
        try {
            glass.open(request.who(), patient, request.field("reason").orElse(""));
        } catch (Refusal refusal) {
            if (refusal.kind() != Refusal.Kind.INVALID) {
                throw refusal;
            }
            String text = request.field("reason").isEmpty() ? texts.of("glass.say") : refusal.sentence();
            return form(request, new FormError("reason", text)).withStatus(BAD_REQUEST);
        }
        return Reply.seeOther("/patients/" + patient + CaseViews.query(request.who()));
    }

    private Reply looks(Request request) {
        Caller caller = request.who();
        List<LookRow> rows = glass.looks(caller, times.now().minus(SHOWN), MOST_LOOKS).stream()
                .map(look -> row(look, caller))
                .toList();
        return renderer.page(request, "looks", texts.of("looks.title"), "/looks", List.of(), new LooksPage(rows));
    }

    private LookRow row(Look look, Caller caller) {
        return new LookRow(
                times.moment(look.at()),
                look.at().toString(),
                names.of(look.tenant()).getOrDefault(look.account(), look.account()),
                look.patient(),
                "/patients/" + look.patient() + CaseViews.query(caller),
                look.reason());
    }
}
