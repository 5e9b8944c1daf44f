package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.EQUIPMENT;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.equipment.Equipment;
import io.derwent.console.equipment.Located;
import io.derwent.console.equipment.Wanted;
import io.derwent.console.http.Action;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.EquipmentPage;
import io.derwent.console.pages.Views.ReaderList;
import io.derwent.console.pages.Views.ReadersPage;
import io.derwent.console.pages.Views.StrayList;
import io.derwent.console.pages.Views.StraysPage;
import io.derwent.console.pages.Views.ThingList;
import io.derwent.console.pages.Views.ThingNow;
import io.derwent.console.pages.Views.ThingPage;
import io.derwent.gs1.Gs1Reader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Equipment for estates staff and nurses: search, one thing, readers, unknown tags. Each page has one part that is live: htmx
 * asks for it again, and morphs it.
 */
final class EquipmentPages {
    private static final int MOST_THINGS = 50;
    private static final int MOST_MOVES = 50;
    private static final int MOST_READERS = 1000;
    private static final int MOST_PLACES = 2000;
    private static final int MOST_TAGS = 200;
    private static final Duration MOVES_SHOWN = Duration.ofDays(30);
    private static final Duration CLOCKS_AHEAD = Duration.ofMinutes(10);
    private static final List<String> SCRIPTS = List.of("derwent/live.js", "derwent/live-list.js", "derwent/search.js");

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final EquipmentViews views;
    private final Equipment equipment;
    private final Gs1Reader scans;

    EquipmentPages(Renderer renderer, Texts texts, UkTimes times, Equipment equipment, Clock clock) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.views = new EquipmentViews(texts, times);
        this.equipment = equipment;
        this.scans = Gs1Reader.ofSingleScans(clock);
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/equipment", EQUIPMENT, inTenant(this::search)),
                get("/equipment/:id", EQUIPMENT, inTenant(this::thing)),
                get("/readers", EQUIPMENT, inTenant(this::readers)),
                get("/unknown-tags", EQUIPMENT, inTenant(this::unknownTags)));
    }

    /** A platform administrator chooses an organisation first. */
    private static Action inTenant(Action page) {
        return request -> request.who().acting().isEmpty() ? Reply.seeOther("/dead-letters") : page.on(request);
    }

    private Reply search(Request request) {
        Caller caller = request.who();
        Wanted wanted = request.parameter("query")
                .map(text -> Wanted.parse(text, scans))
                .orElseGet(Wanted::anything);
        Equipment.Filter filter = new Equipment.Filter(
                request.parameter("type"), request.parameter("place"), request.parameter("reader"));
        Listed<Located> found =
                equipment.search(caller.tenant(), wanted, filter, request.parameter("after"), MOST_THINGS);
        ThingList list = views.list(
                found,
                wanted,
                filter,
                equipment.watch(caller.tenant(), MOST_READERS).readers(),
                request);
        if (request.wantsFragment()) {
            return fragment("thingList", list);
        }
        return page(
                request,
                "equipment",
                texts.of("equipment.title"),
                "/equipment",
                new EquipmentPage(
                        list,
                        views.form(equipment.choices(caller.tenant(), MOST_PLACES), filter, request),
                        EquipmentViews.href("/equipment", request.query()),
                        EquipmentViews.href("/equipment", caller)));
    }

    private Reply thing(Request request) {
        Caller caller = request.who();
        Instant to = times.now().plus(CLOCKS_AHEAD);
        Equipment.History history =
                equipment.read(caller.tenant(), request.segment("id"), to.minus(MOVES_SHOWN), to, MOST_MOVES);
        ThingNow now = views.now(history);
        if (request.wantsFragment()) {
            return fragment("thingNow", now);
        }
        ThingPage view = views.thing(history, now, caller);
        return page(request, "thing", view.name(), "/equipment", view);
    }

    private Reply readers(Request request) {
        Caller caller = request.who();
        ReaderList list = views.readers(equipment.watch(caller.tenant(), MOST_READERS), caller);
        if (request.wantsFragment()) {
            return fragment("readerList", list);
        }
        return page(
                request,
                "readers",
                texts.of("readers.title"),
                "/readers",
                new ReadersPage(list, EquipmentViews.href("/readers", caller)));
    }

    private Reply unknownTags(Request request) {
        Caller caller = request.who();
        StrayList list = views.strays(equipment.unknownTags(caller.tenant(), MOST_TAGS));
        if (request.wantsFragment()) {
            return fragment("strayList", list);
        }
        return page(
                request,
                "unknownTags",
                texts.of("tags.title"),
                "/unknown-tags",
                new StraysPage(list, EquipmentViews.href("/unknown-tags", caller)));
    }

    private Reply page(Request request, String template, String title, String current, Object view) {
        return renderer.page(request, template, title, current, SCRIPTS, view);
    }

    private Reply fragment(String template, Object view) {
        return Reply.html(renderer.fill(template, Map.of("texts", texts, "view", view)));
    }
}
