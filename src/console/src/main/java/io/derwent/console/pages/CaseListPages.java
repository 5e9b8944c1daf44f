package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.cases.CaseActions;
import io.derwent.console.cases.CaseBoard;
import io.derwent.console.cases.CaseFilter;
import io.derwent.console.cases.CaseFilter.Show;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.CaseFilters;
import io.derwent.console.pages.Views.CaseList;
import io.derwent.console.pages.Views.CasesPage;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pages.Views.Link;
import io.derwent.console.pages.Views.Notice;
import io.derwent.console.pages.Views.Tab;
import io.derwent.console.people.Caseload;
import io.derwent.console.whose.NobodysReadings;
import io.derwent.store.PatientCase;
import io.derwent.store.Readings;
import io.derwent.store.Teams.Team;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The nurse's list: who needs somebody most, narrowed to what they look after, with a way to take one at once. */
final class CaseListPages {
    static final String PATH = "/cases";

    private static final int ROWS = 50;
    private static final int CHANGED_MEANWHILE = 409;
    private static final String SHOW = "show";
    private static final String TEAM = "team";
    private static final String PATHWAY = "pathway";
    private static final String PLACE = "place";
    private static final String PAGE = "page";
    private static final String DONE = "done";
    private static final List<String> KEPT = List.of("tenant", SHOW, TEAM, PATHWAY, PLACE, PAGE);
    private static final List<String> SCRIPTS = List.of("derwent/live.js", "derwent/live-list.js", "derwent/keys.js");
    private static final Set<String> NOTICES = Set.of("acknowledged", "resolved");

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final CaseViews views;
    private final Access access;
    private final Caseload caseload;
    private final CaseBoard board;
    private final CaseActions actions;
    private final NobodysReadings nobodys;

    CaseListPages(
            Renderer renderer,
            Texts texts,
            UkTimes times,
            CaseViews views,
            Access access,
            Caseload caseload,
            CaseBoard board,
            CaseActions actions,
            NobodysReadings nobodys) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.views = views;
        this.access = access;
        this.caseload = caseload;
        this.board = board;
        this.actions = actions;
        this.nobodys = nobodys;
    }

    List<Endpoint> endpoints() {
        return List.of(get(PATH, STAFF, request -> list(request, FormError.NONE)), post(PATH, STAFF, this::take));
    }

    /** The list as it is without anything chosen. */
    static String href(Caller caller) {
        return PATH + CaseViews.query(caller);
    }

    private Reply list(Request request, FormError error) {
        Caller caller = request.who();
        if (caller.acting().isEmpty()) {
            return Reply.seeOther("/dead-letters");
        }
        CaseBoard.View all = board.of(caller.tenant());
        List<PatientCase> theirs = caseload.of(caller, all.cases());
        CaseFilter filter = filter(request);
        CaseList list = list(request, caller, filter, theirs, all.more());
        if (request.wantsFragment()) {
            return Reply.html(renderer.fill("caseList", Map.of("texts", texts, "view", list)));
        }
        String title =
                error.isPresent() ? texts.of("page.error-title", texts.of("cases.title")) : texts.of("cases.title");
        return renderer.page(
                request,
                "cases",
                title,
                PATH,
                SCRIPTS,
                new CasesPage(
                        list,
                        filters(caller, filter, theirs),
                        href(caller),
                        address(request, Map.of()),
                        error,
                        notice(request)));
    }

    private CaseList list(Request request, Caller caller, CaseFilter filter, List<PatientCase> theirs, boolean more) {
        List<PatientCase> chosen = theirs.stream()
                .filter(one -> filter.includes(one, caller.who()))
                .toList();
        int pages = Math.max(1, (chosen.size() + ROWS - 1) / ROWS);
        int page = Math.min(request.number(PAGE, 1, 1, CaseBoard.MOST), pages);
        int from = (page - 1) * ROWS;
        List<PatientCase> shown = chosen.subList(from, Math.min(from + ROWS, chosen.size()));
        access.noteShown(
                caller,
                "cases.list",
                shown.stream().map(one -> one.tenant() + '/' + one.patient()).toList());
        Instant now = times.now();
        return new CaseList(
                tabs(request, caller, filter, theirs),
                shown.stream().map(one -> views.row(one, caller)).toList(),
                summary(chosen, from, shown.size(), more),
                none(filter, chosen),
                texts.of("page.as-of", times.time(now)),
                NobodysPages.waiting(texts, waiting(caller)).stream()
                        .map(text -> new Link(NobodysPages.href(caller, Optional.empty()), text))
                        .toList(),
                page > 1 ? address(request, Map.of(PAGE, Integer.toString(page - 1))) : "",
                page < pages ? address(request, Map.of(PAGE, Integer.toString(page + 1))) : "");
    }

    private List<Tab> tabs(Request request, Caller caller, CaseFilter filter, List<PatientCase> theirs) {
        return Stream.of(Show.values())
                .map(show -> new Tab(
                        address(request, Map.of(SHOW, show.code(), PAGE, "1")),
                        texts.of(
                                "cases.tab",
                                texts.coded("cases.show", show.code()),
                                theirs.stream()
                                        .filter(one -> filter.showing(show).includes(one, caller.who()))
                                        .count()),
                        show == filter.show()))
                .toList();
    }

    private Readings.Waiting waiting(Caller caller) {
        return nobodys.waiting(caller);
    }

    private String summary(List<PatientCase> chosen, int from, int shown, boolean more) {
        long unseen = chosen.stream()
                .filter(one -> one.state() == PatientCase.State.OPEN)
                .count();
        String counted = texts.of("cases.summary", chosen.size(), unseen);
        if (more) {
            return texts.of("cases.summary-cut", counted);
        }
        return shown < chosen.size() ? texts.of("cases.summary-page", counted, from + 1, from + shown) : counted;
    }

    private String none(CaseFilter filter, List<PatientCase> chosen) {
        if (!chosen.isEmpty()) {
            return "";
        }
        return filter.equals(CaseFilter.ALL) ? texts.of("cases.none") : texts.of("cases.none-chosen");
    }

    private static CaseFilter filter(Request request) {
        return new CaseFilter(
                request.parameter(SHOW).flatMap(Show::ofCode).orElse(Show.ALL),
                request.parameter(TEAM),
                request.parameter(PATHWAY),
                request.parameter(PLACE));
    }

    private CaseFilters filters(Caller caller, CaseFilter filter, List<PatientCase> theirs) {
        return new CaseFilters(
                caller.administersPlatform() ? caller.tenant() : "",
                filter.show() == Show.ALL ? "" : filter.show().code(),
                teams(caller, filter, theirs),
                choices(
                        theirs.stream().map(one -> one.care().pathway()),
                        texts.of("cases.any-pathway"),
                        filter.pathway(),
                        code -> texts.coded("pathway", code)),
                choices(
                        theirs.stream().map(one -> one.care().place()).filter(place -> !place.isEmpty()),
                        texts.of("cases.any-place"),
                        filter.place(),
                        place -> place));
    }

    private List<Choice> teams(Caller caller, CaseFilter filter, List<PatientCase> theirs) {
        Map<String, String> names = new LinkedHashMap<>();
        for (Team team : caseload.teams(caller)) {
            names.put(team.id(), team.name());
        }
        if (names.isEmpty()) {
            return List.of();
        }
        if (theirs.stream().anyMatch(one -> one.care().team() == null)) {
            names.put(CaseFilter.NONE, texts.of("cases.no-team"));
        }
        return choices(
                names.keySet().stream(), texts.of("cases.any-team"), filter.team(), id -> names.getOrDefault(id, id));
    }

    /** Empty where there are not two to choose from, and none is chosen. */
    private List<Choice> choices(
            Stream<String> values, String any, Optional<String> chosen, UnaryOperator<String> words) {
        List<String> all = Stream.concat(values, chosen.stream())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (all.size() < 2 && chosen.isEmpty()) {
            return List.of();
        }
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice("", any, chosen.isEmpty()));
        all.stream()
                .map(value -> new Choice(value, words.apply(value), chosen.equals(Optional.of(value))))
                .sorted(Comparator.comparing(Choice::text))
                .forEach(choices::add);
        return choices;
    }

    /** Takes a case from the list: the list again, or that somebody was faster. */
    private Reply take(Request request) {
        String id = request.field("case").orElse("");
        try {
            PatientCase taken = actions.acknowledge(request.who(), id, false);
            return Reply.seeOther(CaseViews.href(taken.id(), request.who()));
        } catch (Refusal refusal) {
            return switch (refusal.kind()) {
                case HELD -> changed(request, texts.of("cases.taken-meanwhile"));
                case CONFLICT, NOT_FOUND -> changed(request, texts.of("cases.closed-meanwhile"));
                case INVALID, UNAUTHENTICATED, FORBIDDEN, OUT_OF_REACH, TOO_MANY -> throw refusal;
            };
        }
    }

    private Reply changed(Request request, String text) {
        return list(request, new FormError("live-list", text)).withStatus(CHANGED_MEANWHILE);
    }

    /** This list with what it was asked for, but for these changes. */
    private static String address(Request request, Map<String, String> changes) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String name : KEPT) {
            Optional.ofNullable(changes.get(name))
                    .or(() -> request.parameter(name))
                    .ifPresent(value -> query.put(name, value));
        }
        return PATH + Query.encoded(query);
    }

    private Notice notice(Request request) {
        return new Notice(request.parameter(DONE)
                .filter(NOTICES::contains)
                .map(done -> texts.coded("case.done", done))
                .orElse(""));
    }
}
