package io.derwent.console.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.cases.CaseJson;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Request;
import io.derwent.console.http.Unavailable;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.store.Notifications;
import io.derwent.store.PatientCase;
import io.derwent.store.Shares;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open streams of cases (server-sent events).
 *
 * <pre>
 *   id: 2026-11-26T09:…Z   a place to go on from: every change from here on is told; what was before stands in the list
 *
 *   id: 2026-11-26T09:…Z   instead, to who came back with a place that cannot be gone on from: read the list again
 *   event: start
 *   data: {}
 *
 *   id: 2026-11-26T09:…Z
 *   event: case            at once, whenever a case the caller may see changes
 *   data: {…}              the whole case, one line
 *
 *   : heartbeat            each 15 s, so that a dead line is noticed
 * </pre>
 *
 * A notification is read once from the database, on a thread of its own, and then written to each stream on its event loop.
 * Per stream at most {@value #LARGEST_BACKLOG} bytes wait; a client that reads more slowly is cut off and comes back after the
 * {@code retry} it was told. So is every client when the notifications were interrupted, because something may have been
 * missed.
 *
 * <p>A client that comes back says in {@code Last-Event-ID} where it was, and is told each case that changed since, once, as it
 * is now. A place is the database's time at which the transaction of a change began. Changes are heard of in the order in which
 * their transactions end, so who heard of one may lack others that began up to {@link #LONGEST_TRANSACTION} before: these are
 * told again. Nothing falls between the past and what comes, because one thread looks up the one and tells the other.
 */
public final class LiveCases implements Notifications.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCases.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
    private static final int HEARTBEATS_BETWEEN_CHECKS = 4;
    private static final int LARGEST_BACKLOG = 256 * 1024;
    private static final int MOST_CLIENTS = 2000;
    /** Far longer than any of ours, waiting for a patient's lock included. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);
    /** Who was away for longer reads the list. */
    private static final Duration LONGEST_ABSENCE = Duration.ofHours(24);
    /** Who missed more reads the list; a stream's backlog holds them all. */
    private static final int MOST_TOLD_AGAIN = 100;

    private final Vertx vertx;
    private final Database database;
    private final Access access;
    private final Runnable onOutbox;
    private final Counter cutOff;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    /** Streams that are open, while what they missed is looked up. */
    private final Set<Client> returning = ConcurrentHashMap.newKeySet();

    private final Map<String, Change> waiting = new LinkedHashMap<>();
    private final ExecutorService loader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "derwent-live-cases");
        thread.setDaemon(true);
        return thread;
    });
    private final long heartbeat;
    private volatile boolean listening;
    private int heartbeats;

    /** {@code onOutbox} is told that the outbox has something; it must not block. */
    public LiveCases(Vertx vertx, Database database, Access access, MeterRegistry meters, Runnable onOutbox) {
        this.vertx = vertx;
        this.database = database;
        this.access = access;
        this.onOutbox = onOutbox;
        this.cutOff = Counter.builder("derwent.console.streams.cut_off")
                .description("streams ended because the client read too slowly")
                .register(meters);
        meters.gaugeCollectionSize("derwent.console.streams", List.of(), clients);
        this.heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), id -> beat());
    }

    private record Client(
            String tenant, HttpServerResponse response, Context context, Endpoint.StillAdmitted admission) {}

    /** Something to tell: which tenant's case, and the place of the first change nobody was told of. */
    private record Change(String tenant, Instant place) {}

    /** Opens a stream; called on the request's event loop. */
    public void open(Request request, HttpServerResponse response, Endpoint.StillAdmitted admission) {
        Caller caller = request.who();
        if (clients.size() + returning.size() >= MOST_CLIENTS) {
            throw new Unavailable(
                    "%d streams of cases are open, no more are served; try again later".formatted(MOST_CLIENTS));
        }
        String tenant = caller.tenant();
        response.putHeader("X-Accel-Buffering", "no");
        response.setChunked(true);
        response.setWriteQueueMaxSize(LARGEST_BACKLOG);
        Client client = new Client(tenant, response, vertx.getOrCreateContext(), admission);
        response.closeHandler(closed -> forget(client));
        response.exceptionHandler(lost -> forget(client));
        returning.add(client);
        response.write("retry: %d\n\n".formatted(RECONNECT_AFTER.toMillis()));
        vertx.executeBlocking(
                () -> {
                    access.note(caller, "cases.stream", Map.of());
                    return true;
                },
                false);
        onLoader(() -> begin(client, request.header("last-event-id")));
    }

    private void forget(Client client) {
        returning.remove(client);
        clients.remove(client);
    }

    /** On the loader's thread, so that no change is told between looking up what was missed and hearing of what comes. */
    private void begin(Client client, Optional<String> lastEventId) {
        if (!returning.contains(client)) {
            return;
        }
        try {
            Buffer beginning = database.inTenant(client.tenant(), connection -> beginning(connection, lastEventId));
            clients.add(client);
            if (!returning.remove(client)) {
                clients.remove(client);
                return;
            }
            client.context().runOnContext(ready -> write(client, beginning));
        } catch (RuntimeException e) {
            LOG.warn("what a stream missed cannot be looked up: {}", e.getMessage());
            end(client);
        }
    }

    /**
     * What was missed and the place from which on everything is told. Each event of the past leaves the client at the place it
     * came with: a line that is lost on the way loses nothing.
     */
    private static Buffer beginning(Connection connection, Optional<String> lastEventId) throws SQLException {
        Instant now = Cases.now(connection);
        Optional<Instant> place = lastEventId.flatMap(LiveCases::parsed).filter(at -> isKnown(at, now));
        List<PatientCase> missed = place.isPresent()
                ? Cases.changedSince(connection, place.get().minus(LONGEST_TRANSACTION), MOST_TOLD_AGAIN + 1)
                : List.of();
        Buffer beginning = Buffer.buffer();
        boolean canGoOn = place.isPresent() && missed.size() <= MOST_TOLD_AGAIN;
        if (canGoOn) {
            missed.forEach(one -> beginning.appendBuffer(event(place.get(), "case", json(CaseJson.of(one)))));
        } else if (lastEventId.isPresent()) {
            beginning.appendBuffer(event(now, "start", Buffer.buffer("{}")));
        }
        return beginning.appendString("id: %s\n: live\n\n".formatted(now));
    }

    private static boolean isKnown(Instant place, Instant now) {
        return !place.isAfter(now) && !place.isBefore(now.minus(LONGEST_ABSENCE));
    }

    private static Optional<Instant> parsed(String time) {
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether changes are heard of. */
    public boolean isListening() {
        return listening;
    }

    @Override
    public void on(String channel, String payload) {
        if (!channel.equals(Cases.CHANNEL)) {
            onOutbox.run();
            return;
        }
        try {
            JsonNode change = ApiJson.MAPPER.readTree(payload);
            // an older console beside this one says no time: nobody goes on from there
            Instant place = parsed(change.path("recordedAt").asText()).orElse(Instant.EPOCH);
            enqueue(
                    change.path("case").asText(),
                    new Change(change.path("tenant").asText(), place));
        } catch (JsonProcessingException e) {
            LOG.error("notification on {} is not JSON: {}", channel, payload);
        }
    }

    @Override
    public void onListening() {
        listening = true;
        onOutbox.run();
        // also at first: a stream that was open before heard of nothing
        startAgain();
    }

    /** Ends every stream, so that clients come back and are told what they missed. */
    public void startAgain() {
        returning.forEach(this::end);
        clients.forEach(this::end);
    }

    @Override
    public void close() {
        vertx.cancelTimer(heartbeat);
        loader.shutdownNow();
        startAgain();
    }

    /** Several changes of one case that wait are read once; the place is the first one's. */
    private void enqueue(String id, Change change) {
        boolean first;
        synchronized (waiting) {
            first = waiting.putIfAbsent(id, change) == null;
        }
        if (first) {
            onLoader(() -> tell(id));
        }
    }

    private void onLoader(Runnable work) {
        if (!loader.isShutdown()) {
            loader.execute(work);
        }
    }

    private void tell(String id) {
        Change change;
        synchronized (waiting) {
            change = waiting.remove(id);
        }
        if (change == null || clients.isEmpty()) {
            return;
        }
        try {
            database.inTenant(change.tenant(), connection -> {
                        List<Shares.Share> shares = Shares.inForce(connection);
                        return Cases.find(connection, id)
                                .map(found -> new News(found, seenBy(found, shares), change.place()));
                    })
                    .ifPresent(this::write);
        } catch (RuntimeException e) {
            LOG.warn("case {} cannot be read for open streams: {}", id, e.getMessage());
            startAgain();
        }
    }

    private record News(PatientCase found, Set<String> tenants, Instant place) {}

    private static Set<String> seenBy(PatientCase found, Iterable<Shares.Share> shares) {
        Set<String> tenants = new HashSet<>();
        tenants.add(found.tenant());
        for (Shares.Share share : shares) {
            boolean concerns = share.tenant().equals(found.tenant())
                    && Optional.ofNullable(share.patient())
                            .map(found.patient()::equals)
                            .orElse(true);
            if (concerns) {
                tenants.add(share.toTenant());
            }
        }
        return tenants;
    }

    private void write(News news) {
        Buffer event = event(news.place(), "case", json(CaseJson.of(news.found())));
        for (Client client : clients) {
            if (news.tenants().contains(client.tenant())) {
                client.context().runOnContext(now -> write(client, event));
            }
        }
    }

    private void write(Client client, Buffer event) {
        HttpServerResponse response = client.response();
        if (response.closed() || response.ended()) {
            forget(client);
        } else if (response.writeQueueFull()) {
            cutOff.increment();
            forget(client);
            response.reset();
        } else {
            response.write(event);
        }
    }

    private void beat() {
        Buffer beat = Buffer.buffer(": heartbeat\n\n");
        boolean check = ++heartbeats % HEARTBEATS_BETWEEN_CHECKS == 0;
        for (Client client : clients) {
            client.context().runOnContext(now -> write(client, beat));
            if (check) {
                vertx.executeBlocking(client.admission()::check, false).onSuccess(admitted -> {
                    if (!admitted) {
                        end(client);
                    }
                });
            }
        }
    }

    private void end(Client client) {
        forget(client);
        client.context().runOnContext(now -> {
            if (!client.response().ended() && !client.response().closed()) {
                client.response().end();
            }
        });
    }

    private static Buffer event(Instant place, String name, Buffer data) {
        return Buffer.buffer("id: %s\nevent: %s\ndata: ".formatted(place, name))
                .appendBuffer(data)
                .appendString("\n\n");
    }

    private static Buffer json(CaseJson one) {
        try {
            return Buffer.buffer(ApiJson.MAPPER.writeValueAsBytes(one));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a case that cannot be written as JSON", e);
        }
    }
}
