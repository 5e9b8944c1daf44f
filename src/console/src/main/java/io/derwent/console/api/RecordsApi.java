package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.STAFF;
import static io.derwent.console.http.Endpoint.STAFF_AND_PATIENTS;
import static io.derwent.console.http.Endpoint.get;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.access.Access;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.store.AlertEvents;
import io.derwent.store.CounterGaps;
import io.derwent.store.Prompts;
import io.derwent.store.Readings;
import io.derwent.store.Scores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
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

    /**
     * The span a request asks for: the last 30 days unless it says otherwise.
     *
     * @param skip how many of the newest rows the caller has already: those of the last instant of the answer before
     */
    private record Span(Instant from, Instant to, int skip, int limit) {
        /** How many rows to read: one more than is asked for tells whether there are more. */
        int rows() {
            return skip + limit + 1;
        }
    }

    private Span span(Request request) {
        Instant to = request.instant("to").orElseGet(() -> clock.instant().plusSeconds(1));
        Instant from = request.instant("from").orElseGet(() -> to.minus(USUAL_SPAN));
        if (!from.isBefore(to)) {
            throw Refusal.invalid("from", "from is %s, a time before to (%s) is expected".formatted(from, to));
        }
        return new Span(from, to, request.number("skip", 0, 0, MOST), request.number("limit", USUAL_LIMIT, 1, MOST));
    }

    /** A reading with what only its neighbours tell; {@code missingBefore} is absent where nothing is missing. */
    record Counted(@JsonUnwrapped Reading reading, @Nullable Integer missingBefore) {}

    private Reply readings(Request request) {
        Span span = span(request);
        Set<Kind> kinds = kinds(request);
        return access.read(request.who(), request.segment("id"), "readings.read", (connection, patient) -> {
            List<Reading> readings = Readings.ofPatient(
                    connection, patient.tenant(), patient.id(), kinds, span.from(), span.to(), span.rows());
            Map<String, Integer> missing = CounterGaps.before(connection, patient.tenant(), readings);
            return newest(
                    request,
                    span,
                    readings.stream()
                            .map(reading -> new Counted(reading, missing.get(reading.id())))
                            .toList(),
                    counted -> counted.reading().effectiveTime());
        });
    }

    private Reply averages(Request request) {
        Span span = span(request);
        return access.read(
                request.who(),
                request.segment("id"),
                "averages.read",
                (connection, patient) -> ListReply.whole(
                        Readings.monthlyAverages(connection, patient.tenant(), patient.id(), span.from(), span.to())));
    }

    private Reply scores(Request request) {
        Span span = span(request);
        return access.read(
                request.who(),
                request.segment("id"),
                "scores.read",
                (connection, patient) -> newest(
                        request,
                        span,
                        Scores.ofPatient(
                                connection, patient.tenant(), patient.id(), span.from(), span.to(), span.rows()),
                        Score::effectiveTime));
    }

    private Reply alerts(Request request) {
        Span span = span(request);
        return access.read(request.who(), request.segment("id"), "alerts.read", (connection, patient) -> {
            List<JsonNode> events = new ArrayList<>();
            for (String json : AlertEvents.ofPatient(
                    connection, patient.tenant(), patient.id(), span.from(), span.to(), span.rows())) {
                events.add(CasesApi.parse(json));
            }
            return newest(
                    request,
                    span,
                    events,
                    event -> Instant.parse(event.path("at").asText()));
        });
    }

    private Reply prompts(Request request) {
        int limit = request.number("limit", USUAL_LIMIT, 1, MOST);
        return access.read(request.who(), request.segment("id"), "prompts.read", (connection, patient) -> {
            Listed<Prompts.Prompt> prompts =
                    Listed.of(Prompts.ofPatient(connection, patient.tenant(), patient.id(), limit + 1), limit);
            return ListReply.cut(prompts.rows(), prompts.more());
        });
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

    /**
     * The rows asked for of these, newest first, and how to go on: from the instant of the last row on, without those of that
     * instant the caller has. So nothing is lost where several rows share an instant, and nothing comes twice.
     */
    private static <T> Reply newest(Request request, Span span, List<T> rows, Function<T, Instant> time) {
        List<T> unseen = rows.subList(Math.min(span.skip(), rows.size()), rows.size());
        Listed<T> listed = Listed.of(unseen, span.limit());
        if (!listed.more()) {
            return ListReply.whole(listed.rows());
        }
        Instant last = time.apply(listed.rows().get(listed.rows().size() - 1));
        long had = rows.stream()
                .limit((long) span.skip() + span.limit())
                .filter(row -> time.apply(row).equals(last))
                .count();
        Map<String, String> next = new LinkedHashMap<>();
        next.put("from", span.from().toString());
        next.put("to", last.plus(1, ChronoUnit.MICROS).toString());
        next.put("skip", Long.toString(had));
        return ListReply.cut(listed.rows(), request, Optional.of(next));
    }
}
