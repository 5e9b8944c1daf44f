package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.STAFF_AND_PATIENTS;
import static io.derwent.console.http.Endpoint.get;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.derwent.console.access.Access;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.derwent.store.AlertEvents;
import io.derwent.store.CounterGaps;
import io.derwent.store.Prompts;
import io.derwent.store.Readings;
import io.derwent.store.Scores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known about one patient, newest first: readings, scores, alert events, prompts. */
public final class RecordsApi {
    private static final Duration USUAL_SPAN = Duration.ofDays(30);
    private static final int USUAL_LIMIT = 500;
    private static final int MOST = 10_000;

    private final Access access;
    private final Clock clock;

    public RecordsApi(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/patients/:id/readings", STAFF_AND_PATIENTS, this::readings),
                get("/api/v1/patients/:id/averages", STAFF_AND_PATIENTS, this::averages),
                get("/api/v1/patients/:id/scores", STAFF, this::scores),
                get("/api/v1/patients/:id/alerts", STAFF, this::alerts),
                get("/api/v1/patients/:id/prompts", STAFF_AND_PATIENTS, this::prompts));
    }

    /** The span a request asks for: the last 30 days unless it says otherwise. */
    private record Span(Instant from, Instant to, int limit) {}

    private Span span(Request request) {
        Instant to = request.instant("to").orElseGet(() -> clock.instant().plusSeconds(1));
        Instant from = request.instant("from").orElseGet(() -> to.minus(USUAL_SPAN));
        if (!from.isBefore(to)) {
            throw Refusal.invalid("from", "from is %s, a time before to (%s) is expected".formatted(from, to));
        }
        return new Span(from, to, request.number("limit", USUAL_LIMIT, 1, MOST));
    }

    /** A reading with what only its neighbours tell; {@code missingBefore} is absent where nothing is missing. */
    record Listed(@JsonUnwrapped Reading reading, @Nullable Integer missingBefore) {}

    private Reply readings(Request request) {
        Span span = span(request);
        Set<Kind> kinds = kinds(request);
        return access.read(request.who(), request.segment("id"), "readings.read", (connection, patient) -> {
            List<Reading> readings = Readings.ofPatient(
                    connection, patient.tenant(), patient.id(), kinds, span.from(), span.to(), span.limit());
            Map<String, Integer> missing = CounterGaps.before(connection, patient.tenant(), readings);
            return items(readings.stream()
                    .map(reading -> new Listed(reading, missing.get(reading.id())))
                    .toList());
        });
    }

    private Reply averages(Request request) {
        Span span = span(request);
        return access.read(
                request.who(),
                request.segment("id"),
                "averages.read",
                (connection, patient) -> items(
                        Readings.monthlyAverages(connection, patient.tenant(), patient.id(), span.from(), span.to())));
    }

    private Reply scores(Request request) {
        Span span = span(request);
        return access.read(
                request.who(),
                request.segment("id"),
                "scores.read",
                (connection, patient) -> items(Scores.ofPatient(
                        connection, patient.tenant(), patient.id(), span.from(), span.to(), span.limit())));
    }

    private Reply alerts(Request request) {
        Span span = span(request);
        return access.read(request.who(), request.segment("id"), "alerts.read", (connection, patient) -> {
            ArrayNode events = ApiJson.MAPPER.createArrayNode();
            for (String json : AlertEvents.ofPatient(
                    connection, patient.tenant(), patient.id(), span.from(), span.to(), span.limit())) {
                events.add(CasesApi.parse(json));
            }
            return Reply.json(Map.of("items", events));
        });
    }

    private Reply prompts(Request request) {
        int limit = request.number("limit", USUAL_LIMIT, 1, MOST);
        return access.read(
                request.who(),
                request.segment("id"),
                "prompts.read",
                (connection, patient) -> items(Prompts.ofPatient(connection, patient.tenant(), patient.id(), limit)));
    }

    private static Set<Kind> kinds(Request request) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        request.parameter("kind").ifPresent(text -> {
            for (String code : text.split(",", -1)) {
                kinds.add(Kind.ofCode(code)
                        .orElseThrow(() -> Refusal.invalid(
                                "kind", "kind is \"%s\", one of %s is expected".formatted(code, Kind.codes()))));
            }
        });
        return kinds;
    }

    private static Reply items(List<?> rows) {
        return Reply.json(Map.of("items", rows));
    }
}
