package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.ADMINISTRATORS;
import static io.derwent.console.http.Endpoint.get;
import static io.derwent.console.http.Endpoint.post;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.CaseloadForm;
import io.derwent.console.pages.Views.CaseloadPage;
import io.derwent.console.pages.Views.CaseloadResult;
import io.derwent.console.pages.Views.Choice;
import io.derwent.console.pages.Views.FormError;
import io.derwent.console.pathways.PathwayChange;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.console.replay.Caseload;
import io.derwent.console.replay.CaseloadDesk;
import io.derwent.console.replay.CaseloadRun;
import io.derwent.console.replay.CaseloadRun.State;
import io.derwent.model.Pathway;
import io.derwent.model.Rule;
import io.derwent.wire.InvalidDocument;
import io.derwent.wire.PathwayDocument;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries a change of a pathway on everybody who is on it, shows how far that is and what it showed, and saves it. While it
 * goes on the page asks to be loaded again; that needs no script.
 */
final class CaseloadPages {
    private static final int BAD_REQUEST = 400;
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}(\\.[0-9]{1,3})?");
    private static final Set<String> DAYS = Set.of("30", "60", "90");
    private static final String LIMIT = "limit";
    private static final String VALUE = "value";
    private static final String DOCUMENT = "document";
    private static final String SHARED = "shared";
    private static final String LOOK_AGAIN_SECONDS = "2";

    private final Renderer renderer;
    private final Texts texts;
    private final ClinicalWords words;
    private final RehearsalWords rehearsalWords;
    private final CaseloadViews views;
    private final PathwayDesk pathways;
    private final CaseloadDesk desk;

    CaseloadPages(
            Renderer renderer,
            Texts texts,
            UkTimes times,
            ClinicalWords words,
            PathwayDesk pathways,
            CaseloadDesk desk) {
        this.renderer = renderer;
        this.texts = texts;
        this.words = words;
        this.rehearsalWords = new RehearsalWords(texts, times, words);
        this.views = new CaseloadViews(texts, times, words, rehearsalWords);
        this.pathways = pathways;
        this.desk = desk;
    }

    List<Endpoint> endpoints() {
        String form = PathwayPages.PATH + "/:code/rehearsal";
        String run = PathwayPages.PATH + "/:code/rehearsals/:id";
        return List.of(
                get(form, ADMINISTRATORS, request -> form(request, FormError.NONE)),
                post(form, ADMINISTRATORS, this::start),
                get(run, ADMINISTRATORS, this::show),
                post(run + "/cancel", ADMINISTRATORS, this::cancel),
                post(run + "/save", ADMINISTRATORS, this::save));
    }

    /** The page of the form. */
    static String href(String code, Caller caller) {
        return PathwayPages.PATH + '/' + code + "/rehearsal" + CaseViews.query(caller);
    }

    private static String path(CaseloadRun run) {
        return PathwayPages.PATH + '/' + run.question().pathway() + "/rehearsals/" + run.id();
    }

    private Pathway pathway(Request request) {
        String code = request.segment("code");
        return pathways.catalogue(request.who()).pathways().of(code).orElseThrow(() -> PathwayDesk.noSuch(code));
    }

    private Reply form(Request request, FormError error) {
        Pathway pathway = pathway(request);
        String title = texts.of("caseload.title", pathway.title());
        String days = days(request);
        CaseloadForm view = new CaseloadForm(
                title,
                PathwayPages.href(pathway.code(), request.who()),
                PathwayPages.PATH + '/' + pathway.code() + "/rehearsal",
                choices(request, pathway),
                request.field(VALUE).orElse(""),
                request.field(DOCUMENT).orElse(""),
                Stream.of("30", "60", "90")
                        .map(one -> new Choice(one, texts.of("plan.form.days-of", one), one.equals(days)))
                        .toList(),
                request.field(SHARED).isPresent(),
                error);
        return renderer.page(
                        request,
                        "caseloadForm",
                        error.isPresent() ? texts.of("page.error-title", title) : title,
                        PathwayPages.PATH,
                        List.of(),
                        view)
                .withStatus(error.isPresent() ? BAD_REQUEST : 200);
    }

    private List<Choice> choices(Request request, Pathway pathway) {
        String tenant = request.who().tenant();
        return Movable.of(rules(pathway)).stream()
                .map(one -> new Choice(
                        one.key(),
                        texts.of(
                                "plan.form.choice",
                                words.rule(tenant, one.rule().id()),
                                words.limits(List.of(one.limit().toString())).get(0)),
                        request.field(LIMIT).equals(Optional.of(one.key()))))
                .toList();
    }

    private static List<Rule> rules(Pathway pathway) {
        return pathway.entries().stream().map(Pathway.Entry::rule).toList();
    }

    private static String days(Request request) {
        return request.field("days").filter(DAYS::contains).orElse("30");
    }

    private Reply start(Request request) {
        try {
            CaseloadRun run = desk.start(
                    request.who(),
                    new CaseloadRun.Question(
                            proposal(request),
                            Integer.parseInt(days(request)),
                            request.field(SHARED).isPresent()));
            return Reply.seeOther(path(run) + CaseViews.query(request.who()));
        } catch (Refusal refusal) {
            if (refusal.kind() == Refusal.Kind.INVALID || refusal.kind() == Refusal.Kind.TOO_MANY) {
                return form(
                        request,
                        new FormError(
                                refusal.field()
                                        .filter(Set.of(LIMIT, VALUE, DOCUMENT)::contains)
                                        .orElse(VALUE),
                                refusal.sentence()));
            }
            throw refusal;
        }
    }

    private PathwayDesk.Proposal proposal(Request request) {
        Pathway pathway = pathway(request);
        Optional<String> file = request.field(DOCUMENT);
        if (file.isPresent()) {
            PathwayDocument read = PathwayDocument.read(DOCUMENT, file.get().getBytes(StandardCharsets.UTF_8));
            return pathways.proposal(
                    request.who(),
                    pathway.code(),
                    file.get(),
                    read.pathway().orElseThrow(() -> Refusal.invalid(DOCUMENT, sentences(read.errors()))));
        }
        Movable movable = Movable.named(rules(pathway), request.field(LIMIT))
                .orElseThrow(() -> Refusal.invalid(LIMIT, texts.of("plan.form.no-limit")));
        BigDecimal value = request.field(VALUE)
                .filter(text -> NUMBER.matcher(text).matches())
                .map(BigDecimal::new)
                .orElseThrow(() -> Refusal.invalid(VALUE, texts.of("plan.form.no-value")));
        return pathways.changed(
                request.who(),
                pathway.code(),
                List.of(new PathwayChange(movable.rule().id(), movable.limit().parameter(), value)));
    }

    private static String sentences(List<InvalidDocument> errors) {
        return errors.stream().map(error -> String.valueOf(error.getMessage())).collect(Collectors.joining("; "));
    }

    private CaseloadRun run(Request request) {
        return desk.run(request.who(), request.segment("id"));
    }

    private Reply show(Request request) {
        CaseloadRun run = run(request);
        CaseloadRun.Progress progress = run.progress();
        Pathway pathway = run.question().proposal().pathway();
        boolean going = !progress.state().isOver();
        String title = texts.of("caseload.title", pathway.title());
        CaseloadPage view = new CaseloadPage(
                title,
                href(pathway.code(), request.who()),
                texts.of("caseload.asked", pathway.version(), run.question().days(), run.patients()),
                going,
                state(run, progress),
                run.patients(),
                progress.looked(),
                path(run),
                run.result().map(result -> result(request, run, result)).stream()
                        .toList());
        Reply page = renderer.page(request, "caseload", title, PathwayPages.PATH, List.of(), view);
        return going ? page.with("Refresh", LOOK_AGAIN_SECONDS) : page;
    }

    private String state(CaseloadRun run, CaseloadRun.Progress progress) {
        if (progress.state() == State.RUNNING) {
            return texts.of("caseload.looked", progress.looked(), run.patients());
        }
        return progress.failed() == null
                ? texts.coded("caseload.state", progress.state().code())
                : progress.failed();
    }

    private CaseloadResult result(Request request, CaseloadRun run, Caseload found) {
        PathwayDesk.Proposal proposal = run.question().proposal();
        boolean newer = proposal.inForce().stream()
                .allMatch(inForce -> inForce.version() < proposal.pathway().version());
        return views.result(
                request.who(),
                run,
                found,
                newer ? texts.of("caseload.save", proposal.pathway().version()) : "");
    }

    private Reply cancel(Request request) {
        CaseloadRun run = desk.cancel(request.who(), request.segment("id"));
        return Reply.seeOther(path(run) + CaseViews.query(request.who()));
    }

    private Reply save(Request request) {
        CaseloadRun run = run(request);
        PathwayDesk.Proposal proposal = run.question().proposal();
        pathways.store(request.who(), proposal, desk.record(request.who(), run.id(), proposal));
        String href = PathwayPages.href(proposal.pathway().code(), request.who());
        return Reply.seeOther(href + (href.contains("?") ? "&" : "?") + "done=saved");
    }
}
