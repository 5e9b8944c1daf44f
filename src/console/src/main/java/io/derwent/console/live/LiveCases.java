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
import java.time.Duration;
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
 *   event: case            at once, whenever a case the caller may see changes
 *   data: {…}              the whole case, one line
 *
 *   : heartbeat            each 15 s, so that a dead line is noticed
 * </pre>
 *
 * A notification is read once from the database, on a thread of its own, and then written to each stream on its event loop.
 * Per stream at most {@value #LARGEST_BACKLOG} bytes wait; a client that reads more slowly is cut off, comes back after the
 * {@code retry} it was told, and reads the list again. So is every client when the notifications were interrupted, because
 * something may have been missed.
 */
public final class LiveCases implements Notifications.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveCases.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
    private static final int HEARTBEATS_BETWEEN_CHECKS = 4;
    private static final int LARGEST_BACKLOG = 256 * 1024;
    private static final int MOST_CLIENTS = 2000;

    private final Vertx vertx;
    private final Database database;
    private final Access access;
    private final Runnable onOutbox;
    private final Counter cutOff;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final Map<String, String> waiting = new LinkedHashMap<>();
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

    /** Opens a stream; called on the request's event loop. */
    public void open(Request request, HttpServerResponse response, Endpoint.StillAdmitted admission) {
        Caller caller = request.who();
        if (clients.size() >= MOST_CLIENTS) {
            throw new Unavailable(
                    "%d streams of cases are open, no more are served; try again later".formatted(MOST_CLIENTS));
        }
        String tenant = caller.tenant();
        response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
        response.putHeader("X-Accel-Buffering", "no");
        response.setChunked(true);
        response.setWriteQueueMaxSize(LARGEST_BACKLOG);
        Client client = new Client(tenant, response, vertx.getOrCreateContext(), admission);
        response.closeHandler(closed -> clients.remove(client));
        response.exceptionHandler(lost -> clients.remove(client));
        clients.add(client);
        response.write("retry: %d\n\n: live\n\n".formatted(RECONNECT_AFTER.toMillis()));
        vertx.executeBlocking(
                () -> {
                    access.note(caller, "cases.stream", Map.of());
                    return true;
                },
                false);
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
            enqueue(change.path("case").asText(), change.path("tenant").asText());
        } catch (JsonProcessingException e) {
            LOG.error("notification on {} is not JSON: {}", channel, payload);
        }
    }

    @Override
    public void onListening() {
        boolean again = listening;
        listening = true;
        onOutbox.run();
        if (again) {
            startAgain();
        }
    }

    /** Ends every stream, so that clients come back and read the list again: something may have been missed. */
    public void startAgain() {
        clients.forEach(this::end);
    }

    @Override
    public void close() {
        vertx.cancelTimer(heartbeat);
        loader.shutdownNow();
        clients.forEach(this::end);
    }

    /** Several changes of one case that wait are read once. */
    private void enqueue(String id, String tenant) {
        boolean first;
        synchronized (waiting) {
            first = waiting.put(id, tenant) == null;
        }
        if (first && !loader.isShutdown()) {
            loader.execute(() -> tell(id));
        }
    }

    private void tell(String id) {
        String tenant;
        synchronized (waiting) {
            tenant = waiting.remove(id);
        }
        if (tenant == null || clients.isEmpty()) {
            return;
        }
        try {
            database.inTenant(tenant, connection -> {
                        List<Shares.Share> shares = Shares.inForce(connection);
                        return Cases.find(connection, id).map(found -> new News(found, seenBy(found, shares)));
                    })
                    .ifPresent(this::write);
        } catch (RuntimeException e) {
            LOG.warn("case {} cannot be read for open streams: {}", id, e.getMessage());
            clients.forEach(this::end);
        }
    }

    private record News(PatientCase found, Set<String> tenants) {}

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
        Buffer event = Buffer.buffer("event: case\ndata: ")
                .appendBuffer(Buffer.buffer(json(CaseJson.of(news.found()))))
                .appendString("\n\n");
        for (Client client : clients) {
            if (news.tenants().contains(client.tenant())) {
                client.context().runOnContext(now -> write(client, event));
            }
        }
    }

    private void write(Client client, Buffer event) {
        HttpServerResponse response = client.response();
        if (response.closed() || response.ended()) {
            clients.remove(client);
        } else if (response.writeQueueFull()) {
            cutOff.increment();
            clients.remove(client);
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
        clients.remove(client);
        client.context().runOnContext(now -> {
            if (!client.response().ended() && !client.response().closed()) {
                client.response().end();
            }
        });
    }

    private static byte[] json(CaseJson one) {
        try {
            return ApiJson.MAPPER.writeValueAsBytes(one);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a case that cannot be written as JSON", e);
        }
    }
}
