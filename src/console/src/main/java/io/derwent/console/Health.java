package io.derwent.console;

import static io.derwent.console.http.Endpoint.ANYBODY;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.feeds.Worker;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import io.derwent.console.live.Listening;
import io.derwent.console.outage.AlertingPath;
import io.derwent.console.push.Breakers;
import io.derwent.console.push.Channel;
import io.derwent.store.Database;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the process lives and whether everything it needs answers, for whoever runs it; and its metrics. */
final class Health {
    private static final int OK = 200;
    private static final int NOT_READY = 503;

    private final Database database;
    private final Listening listening;
    private final List<Worker> workers;
    private final AlertingPath path;
    private final Breakers breakers;
    private final PrometheusMeterRegistry meters;
    private final Clock clock;

    Health(
            Database database,
            Listening listening,
            List<Worker> workers,
            AlertingPath path,
            Breakers breakers,
            PrometheusMeterRegistry meters,
            Clock clock) {
        this.database = database;
        this.listening = listening;
        this.workers = workers;
        this.path = path;
        this.breakers = breakers;
        this.meters = meters;
        this.clock = clock;
    }

    List<Endpoint> endpoints() {
        return List.of(
                get("/health/live", ANYBODY, request -> Reply.json(Map.of("status", "UP"))),
                get("/health/ready", ANYBODY, request -> ready()),
                get("/health/alerting", ANYBODY, request -> alerting()),
                get("/health/channels", ANYBODY, request -> channels()),
                get(
                        "/metrics",
                        ANYBODY,
                        request -> Reply.text(OK, "text/plain; version=0.0.4; charset=utf-8", meters.scrape())));
    }

    private record Check(String id, String status, String detail) {
        static Check of(String id, Optional<String> trouble) {
            return new Check(id, trouble.isEmpty() ? "UP" : "DOWN", trouble.orElse(""));
        }
    }

    private record Silent(String id, Instant since) {}

    /** The whole way from devices to alerts, of which this process is one part: what the banner on pages says. */
    private Reply alerting() {
        List<Silent> silent = path.troubles(clock.instant()).stream()
                .map(trouble -> new Silent(trouble.part().code(), trouble.since()))
                .toList();
        return Reply.json(Map.of("status", silent.isEmpty() ? "UP" : "DOWN", "silent", silent))
                .withStatus(silent.isEmpty() ? OK : NOT_READY);
    }

    /** Whether messages go out over every channel. Apart from readiness: pages work while a carrier does not. */
    private Reply channels() {
        List<String> open = breakers.open().stream().map(Channel::code).toList();
        return Reply.json(Map.of("status", open.isEmpty() ? "UP" : "DOWN", "open", open))
                .withStatus(open.isEmpty() ? OK : NOT_READY);
    }

    private Reply ready() {
        List<Check> checks = new ArrayList<>();
        checks.add(Check.of(
                "database", database.answers() ? Optional.empty() : Optional.of("the database does not answer")));
        checks.add(Check.of(
                "live-cases",
                listening.isListening() ? Optional.empty() : Optional.of("not listening to the database")));
        for (Worker worker : workers) {
            checks.add(Check.of(worker.name(), worker.trouble()));
        }
        boolean up = checks.stream().allMatch(check -> check.status().equals("UP"));
        return Reply.json(Map.of("status", up ? "UP" : "DOWN", "checks", checks))
                .withStatus(up ? OK : NOT_READY);
    }
}
