package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.ANYBODY;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The banner alone, for open pages, which ask every few seconds ({@code outage.js}). For anybody, because it must not need the
 * database, and nothing in it is about a person.
 */
final class OutagePages {
    private static final String STAFF = "staff";

    private final Renderer renderer;
    private final OutageViews outages;

    OutagePages(Renderer renderer, OutageViews outages) {
        this.renderer = renderer;
        this.outages = outages;
    }

    List<Endpoint> endpoints() {
        return List.of(get("/outage", ANYBODY, this::banner));
    }

    private Reply banner(Request request) {
        boolean forPatient = !request.parameter("for").equals(Optional.of(STAFF));
        return Reply.html(outages.banner(forPatient)
                .map(banner -> renderer.fill("part/outage", Map.of("banner", banner)))
                .orElse(""));
    }
}
