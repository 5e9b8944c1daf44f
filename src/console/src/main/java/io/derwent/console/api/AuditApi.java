package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.AUDITORS;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.audit.AuditDesk;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.store.Audit.Entry;
import io.derwent.store.Audit.Place;
import io.derwent.store.Audit.Search;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who did what. */
public final class AuditApi {
    private static final int USUAL_LIMIT = 500;
    private static final int MOST = 10_000;
    private static final Duration USUAL_SPAN = Duration.ofDays(30);
    private static final String AFTER = "after";

    private final AuditDesk desk;
    private final Clock clock;

    public AuditApi(AuditDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(get("/api/v1/audit", AUDITORS, this::list));
    }

    private Reply list(Request request) {
        Instant to = request.instant("to").orElseGet(() -> clock.instant().plusSeconds(1));
        Instant from = request.instant("from").orElseGet(() -> to.minus(USUAL_SPAN));
        if (!from.isBefore(to)) {
            throw Refusal.invalid("from", "from is %s, a time before to (%s) is expected".formatted(from, to));
        }
        Search search =
                new Search(request.parameter("who"), request.parameter("patient"), request.parameter("what"), from, to);
        Listed<Entry> entries = desk.search(
                request.who(),
                search,
                request.parameter(AFTER).map(AuditApi::place),
                request.number("limit", USUAL_LIMIT, 1, MOST));
        return ListReply.cut(
                entries.rows(),
                request,
                entries.more()
                        ? Optional.of(Map.of(
                                AFTER,
                                place(entries.rows().get(entries.rows().size() - 1)),
                                "from",
                                from.toString(),
                                "to",
                                to.toString()))
                        : Optional.empty());
    }

    /** {@code 2026-11-27T10:00:00Z/id}. */
    public static String place(Entry entry) {
        return entry.at() + "/" + entry.id();
    }

    /**
     * The same read again.
     *
     * @throws Refusal INVALID if it is no such place
     */
    public static Place place(String text) {
        int slash = text.indexOf('/');
        try {
            return new Place(Instant.parse(text.substring(0, Math.max(0, slash))), text.substring(slash + 1));
        } catch (DateTimeParseException e) {
            throw Refusal.invalid(AFTER, "after is \"%s\", TIME/ID of an entry is expected".formatted(text));
        }
    }
}
