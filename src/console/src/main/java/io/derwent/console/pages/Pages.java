package io.derwent.console.pages;

import io.derwent.console.access.Access;
import io.derwent.console.access.BreakGlassDesk;
import io.derwent.console.access.Logins;
import io.derwent.console.audit.AuditDesk;
import io.derwent.console.cases.CaseActions;
import io.derwent.console.cases.CaseBoard;
import io.derwent.console.equipment.Equipment;
import io.derwent.console.http.Assets;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.letters.DeadLetterDesk;
import io.derwent.console.outage.AlertingPath;
import io.derwent.console.pathways.OwnRules;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.console.people.Caseload;
import io.derwent.console.people.Names;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.console.push.ContactDesk;
import io.derwent.console.replay.CaseloadDesk;
import io.derwent.console.replay.RehearsalDesk;
import io.derwent.console.replay.WhyDesk;
import io.derwent.console.whose.NobodysReadings;
import io.derwent.console.whose.WhoseDesk;
import io.derwent.registry.Tenants;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Every page, wired. */
public final class Pages {
    private final Renderer renderer;
    private final Texts texts = new Texts();
    private final List<Endpoint> endpoints;

    public Pages(
            Assets assets,
            Access access,
            Logins logins,
            CaseActions actions,
            DeadLetterDesk letters,
            Equipment equipment,
            Tenants tenants,
            OwnRules ownRules,
            WhyDesk why,
            CarePlanDesk plans,
            RehearsalDesk rehearsals,
            PathwayDesk pathways,
            CaseloadDesk caseloads,
            ContactDesk contacts,
            AlertingPath path,
            WhoseDesk whose,
            NobodysReadings nobodys,
            CaseBoard board,
            Caseload caseload,
            BreakGlassDesk glass,
            Names names,
            AuditDesk audit,
            Clock clock) {
        UkTimes times = new UkTimes(clock, texts);
        OutageViews outages = new OutageViews(texts, times, path);
        renderer = new Renderer(texts, assets, outages);
        ClinicalWords words = new ClinicalWords(texts, ownRules::of);
        ReadingViews readings = new ReadingViews(texts, times, words);
        CaseViews cases = new CaseViews(texts, times, words, readings, names);
        DeliveryViews deliveries = new DeliveryViews(texts, times);
        endpoints = Stream.of(
                        new SettingsPages(renderer, texts, assets, deliveries, contacts).endpoints(),
                        new OutagePages(renderer, outages).endpoints(),
                        new LoginPages(renderer, texts, logins).endpoints(),
                        new CaseListPages(renderer, texts, times, cases, access, caseload, board, actions, nobodys)
                                .endpoints(),
                        new CasePages(renderer, texts, times, cases, readings, deliveries, access, actions).endpoints(),
                        new AuditPages(renderer, texts, times, audit, access, names).endpoints(),
                        new TeamPages(renderer, texts, times, glass, names).endpoints(),
                        new PatientPages(renderer, texts, times, cases, readings, deliveries, access, whose, nobodys)
                                .endpoints(),
                        new NobodysPages(renderer, texts, times, words, nobodys, whose).endpoints(),
                        new PlanPages(renderer, texts, times, words, cases, access, plans, rehearsals).endpoints(),
                        new PathwayPages(renderer, texts, times, words, cases, pathways).endpoints(),
                        new CaseloadPages(renderer, texts, times, words, pathways, caseloads).endpoints(),
                        new WhyPages(renderer, texts, times, words, cases, why).endpoints(),
                        new EquipmentPages(renderer, texts, times, equipment, clock).endpoints(),
                        new LetterPages(renderer, texts, times, letters, tenants).endpoints())
                .flatMap(List::stream)
                .toList();
    }

    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /** What an error page shows. */
    public record ErrorView(String title, String message) {}

    /** The page of an error; see {@code http.Errors}. */
    public Reply error(Request request, int status, String message) {
        String title = texts.coded("error.title", Integer.toString(status));
        return renderer.page(request, "error", title, "", List.of(), new ErrorView(title, message))
                .withStatus(status);
    }
}
