package io.derwent.console.pages;

import static io.derwent.console.http.Endpoint.AUDITORS;
import static io.derwent.console.http.Endpoint.PATIENTS;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.clinical.UkDays;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Listed;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Role;
import io.derwent.console.api.AuditApi;
import io.derwent.console.audit.AuditDesk;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.http.Request;
import io.derwent.console.pages.Views.AuditPage;
import io.derwent.console.pages.Views.AuditRow;
import io.derwent.console.pages.Views.LookedPage;
import io.derwent.console.people.Names;
import io.derwent.store.Audit;
import io.derwent.store.Audit.Entry;
import io.derwent.store.Audit.Search;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who saw and did what: for who audits an organisation, and for each patient about their own record. */
final class AuditPages {
    static final String PATH = "/audit";

    private static final int ROWS = 100;
    private static final int CSV_ROWS = 10_000;
    private static final int LOOKED_ROWS = 200;
    private static final Duration USUAL_SPAN = Duration.ofDays(7);
    private static final Duration LOOKED_SPAN = Duration.ofDays(90);
    private static final String REFUSED = ".refused";
    private static final List<String> KEPT = List.of("tenant", "who", "patient", "from", "to");

    private final Renderer renderer;
    private final Texts texts;
    private final UkTimes times;
    private final AuditDesk desk;
    private final Access access;
    private final Names names;

    AuditPages(Renderer renderer, Texts texts, UkTimes times, AuditDesk desk, Access access, Names names) {
        this.renderer = renderer;
        this.texts = texts;
        this.times = times;
        this.desk = desk;
        this.access = access;
        this.names = names;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get(PATH, AUDITORS, this::search),
                get(PATH + ".csv", AUDITORS, this::csv),
                get("/me/who-looked", PATIENTS, this::whoLooked));
    }

    private Reply search(Request request) {
        Caller caller = request.who();
        if (caller.acting().isEmpty()) {
            return Reply.seeOther("/dead-letters");
        }
        Listed<Entry> entries =
                desk.search(caller, asked(request), request.parameter("after").map(AuditApi::place), ROWS);
        List<Entry> rows = entries.rows();
        AuditPage view = new AuditPage(
                caller.administersPlatform() ? caller.tenant() : "",
                request.parameter("who").orElse(""),
                request.parameter("patient").orElse(""),
                day(request, "from").map(LocalDate::toString).orElse(""),
                day(request, "to").map(LocalDate::toString).orElse(""),
                rows.stream().map(entry -> row(entry, caller.tenant())).toList(),
                entries.more()
                        ? address(request, PATH, Map.of("after", AuditApi.place(rows.get(rows.size() - 1))))
                        : "",
                address(request, PATH + ".csv", Map.of()));
        return renderer.page(request, "audit", texts.of("audit.title"), PATH, List.of(), view);
    }

    private Search asked(Request request) {
        Instant to = day(request, "to")
                .map(day -> UkDays.start(day.plusDays(1)))
                .orElseGet(() -> times.now().plusSeconds(1));
        Instant from = day(request, "from").map(UkDays::start).orElseGet(() -> to.minus(USUAL_SPAN));
        return new Search(request.parameter("who"), request.parameter("patient"), request.parameter("what"), from, to);
    }

    private static Optional<LocalDate> day(Request request, String name) {
        return request.parameter(name).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeParseException e) {
                throw Refusal.invalid(name, "%s is \"%s\", a day like 2026-11-27 is expected".formatted(name, text));
            }
        });
    }

    private static String address(Request request, String path, Map<String, String> changes) {
        Map<String, String> query = new LinkedHashMap<>();
        KEPT.forEach(name -> request.parameter(name).ifPresent(value -> query.put(name, value)));
        query.putAll(changes);
        return path + Query.encoded(query);
    }

    private AuditRow row(Entry entry, String tenant) {
        return new AuditRow(
                times.moment(entry.at()),
                entry.at().toString(),
                names.of(entry.tenant()).getOrDefault(entry.who(), entry.who()),
                texts.coded("role", entry.role()),
                entry.tenant().equals(tenant) ? "" : entry.tenant(),
                act(entry.what()),
                Optional.ofNullable(entry.patient()).orElse(""),
                entry.why(),
                new TreeMap<>(entry.detail())
                        .entrySet().stream()
                                .map(one -> one.getKey() + ": " + one.getValue())
                                .collect(Collectors.joining(", ")));
    }

    /** An act in words; one nobody has words for is shown as it is coded. */
    private String act(String what) {
        return what.endsWith(REFUSED)
                ? texts.of("audit.refused", texts.coded("act", what.substring(0, what.length() - REFUSED.length())))
                : texts.coded("act", what);
    }

    private Reply csv(Request request) {
        Listed<Entry> entries = desk.search(request.who(), asked(request), Optional.empty(), CSV_ROWS);
        StringBuilder csv = new StringBuilder("at,who,role,organisation,what,patient,why,detail\r\n");
        for (Entry entry : entries.rows()) {
            AuditRow row = row(entry, "");
            csv.append(Stream.of(
                                    entry.at().toString(),
                                    entry.who(),
                                    entry.role(),
                                    entry.tenant(),
                                    entry.what(),
                                    Optional.ofNullable(entry.patient()).orElse(""),
                                    entry.why(),
                                    row.detail())
                            .map(Csv::field)
                            .collect(Collectors.joining(",")))
                    .append("\r\n");
        }
        return Reply.text(200, "text/csv; charset=utf-8", csv.toString())
                .with("Content-Disposition", "attachment; filename=\"audit.csv\"");
    }

    private Reply whoLooked(Request request) {
        Caller caller = request.who();
        String patient = caller.patient().orElseThrow(() -> Refusal.notFound(texts.of("own.no-record")));
        Instant now = times.now();
        LookedPage view = access.read(caller, patient, "own.who-looked", (connection, found) -> {
            List<Entry> entries = Audit.ofPatient(
                    connection, found.tenant(), found.id(), now.minus(LOOKED_SPAN), now.plusSeconds(1), LOOKED_ROWS);
            return new LookedPage(entries.stream()
                    .filter(entry -> !entry.role().equals(Role.PATIENT.code()))
                    .map(entry -> row(entry, found.tenant()))
                    .toList());
        });
        return renderer.page(request, "looked", texts.of("looked.title"), "/me", List.of(), view);
    }
}
