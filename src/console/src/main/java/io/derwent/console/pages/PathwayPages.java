package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Role;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.Notice;
import io.derwent.console.pages.Views.PathwayItem;
import io.derwent.console.pages.Views.PathwayPage;
import io.derwent.console.pages.Views.PathwayRow;
import io.derwent.console.pages.Views.PathwayRule;
import io.derwent.console.pages.Views.PathwaysPage;
import io.derwent.console.pathways.PathwayCatalogue;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.model.Confirm;
import io.derwent.model.Escalation;
import io.derwent.model.Pathway;
import java.util.List;

/** Pathways in words, so that whoever answers for them can check them without reading files. */
final class PathwayPages {
    static final String PATH = "/pathways";

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final RuleWords words;
    private final CaseViews caseViews;
    private final PathwayDesk desk;

    PathwayPages(
            Renderer renderer, Texts texts, UkTimes times, ClinicalWords words, CaseViews caseViews, PathwayDesk desk) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.words = new RuleWords(texts, times, words);
        this.caseViews = caseViews;
        this.desk = desk;
    }

    List<Endpoint> endpoints() {
        return List.of(get(PATH, STAFF, this::list), get(PATH + "/:code", STAFF, this::one));
    }

    static String href(String code, Caller caller) {
        return PATH + '/' + code + CaseViews.query(caller);
    }

    private Reply list(Request request) {
        Caller caller = request.who();
        PathwayCatalogue catalogue = desk.catalogue(caller);
        PathwaysPage view = new PathwaysPage(catalogue.pathways().all().stream()
                .map(pathway -> new PathwayRow(
                        href(pathway.code(), caller),
                        pathway.title(),
                        pathway.code(),
                        pathway.version(),
                        whose(catalogue, pathway),
                        pathway.entries().size()))
                .toList());
        return renderer.page(request, "pathways", texts.of("pathways.title"), PATH, List.of(), view);
    }

    private String whose(PathwayCatalogue catalogue, Pathway pathway) {
        return catalogue.own().of(pathway.code()).isPresent() ? texts.of("pathways.own") : texts.of("pathways.shipped");
    }

    private Reply one(Request request) {
        Caller caller = request.who();
        String code = request.segment("code");
        PathwayCatalogue catalogue = desk.catalogue(caller);
        Pathway pathway = catalogue.pathways().of(code).orElseThrow(() -> PathwayDesk.noSuch(code));
        PathwayPage view = new PathwayPage(
                pathway.title(),
                PATH + CaseViews.query(caller),
                texts.of("pathways.facts", pathway.code(), pathway.version(), whose(catalogue, pathway)),
                pathway.entries().stream().map(this::rule).toList(),
                toldNext(pathway.escalation()),
                pathway.listed().stream().map(this::item).toList(),
                caller.role() == Role.ADMINISTRATOR ? CaseloadPages.href(code, caller) : "",
                "/api/v1/pathways/" + code + CaseViews.query(caller),
                new Notice(
                        request.parameter("done").filter("saved"::equals).isPresent()
                                ? texts.of("pathways.saved")
                                : ""));
        return renderer.page(request, "pathway", pathway.title(), PATH, List.of(), view);
    }

    private PathwayRule rule(Pathway.Entry entry) {
        return new PathwayRule(
                entry.rule().id(),
                entry.rule().version(),
                caseViews.severity(entry.rule().severity()),
                entry.title(),
                words.sentences(entry.rule()),
                confirm(entry.rule().confirmOf(0)),
                entry.provenance().source(),
                entry.provenance().verified(),
                entry.optional());
    }

    private List<String> toldNext(Escalation escalation) {
        return Escalation.SEVERITIES.stream()
                .map(severity -> texts.of(
                        "pathways.told-next",
                        texts.coded("severity", severity.code()),
                        words.toldNext(escalation.of(severity))))
                .toList();
    }

    private String confirm(Confirm confirm) {
        if (!(confirm instanceof Confirm.Repeat repeat)) {
            return "";
        }
        String min = times.span(repeat.min());
        String max = times.span(repeat.max());
        return repeat.unanswered() == null
                ? texts.of("pathways.repeat", min, max)
                : texts.of("pathways.repeat-or-silence", min, max, times.span(repeat.unanswered()));
    }

    private PathwayItem item(Pathway.Listed listed) {
        return new PathwayItem(
                listed.id(),
                texts.coded("pathways.as", listed.as().code()),
                listed.text(),
                listed.reason(),
                listed.provenance().source(),
                listed.provenance().verified());
    }
}
