package io.derwent.console.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.derwent.console.access.Caller;
import io.derwent.console.http.ApiJson;
import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Request;
import io.derwent.console.http.Unavailable;
import io.derwent.console.live.News.Change;
import io.derwent.console.live.News.Event;
import io.derwent.console.live.News.Sight;
import io.derwent.console.live.News.Told;
import io.derwent.store.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
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
 * The open streams that tell of one kind of {@link News} (server-sent events).
 *
 * <pre>
 *   id: 2026-11-26T09:…Z   a place to go on from: every change from here on is told; what was before stands in the list
 *
 *   id: 2026-11-26T09:…Z   instead, to who came back with a place that cannot be gone on from: read the list again
 *   event: start
 *   data: {}
 *
 *   id: 2026-11-26T09:…Z
 *   event: case            at once, whenever something the caller may see changes; which events there are is the news' business
 *   data: {…}              the whole of it as it is now, one line
 *
 *   : heartbeat            each 15 s, so that a dead line is noticed
 * </pre>
 *
 * A notification is read once from the database, on a thread of its own, and then written to each stream on its event loop.
 * Per stream at most {@value #LARGEST_BACKLOG} bytes wait; a client that reads more slowly is cut off and comes back after the
 * {@code retry} it was told. So is every client when the notifications were interrupted, because something may have been
 * missed.
 *
 * <p>A client that comes back says in {@code Last-Event-ID} where it was, and is told each thing that changed since, once, as
 * it is now. A place is the database's time at which the transaction of a change began. Changes are heard of in the order in which
 * their transactions end, so who heard of one may lack others that began up to {@link #LONGEST_TRANSACTION} before: these are
 * told again. Nothing falls between the past and what comes, because one thread looks up the one and tells the other.
 */
public final class LiveStream implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration RECONNECT_AFTER = Duration.ofSeconds(1);
    private static final int HEARTBEATS_BETWEEN_CHECKS = 4;
    private static final int LARGEST_BACKLOG = 256 * 1024;
    private static final int MOST_CLIENTS = 2000;
    /** Far longer than any of ours, waiting for a patient's lock included. */
    private static final Duration LONGEST_TRANSACTION = Duration.ofMinutes(1);
    /** Who was away for longer reads the list. */
    private static final Duration LONGEST_ABSENCE = Duration.ofHours(24);

    private final News news;
    private final Vertx vertx;
    private final Database database;
    private final Counter cutOff;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    /** Streams that are open, while what they missed is looked up. */
    private final Set<Client> returning = ConcurrentHashMap.newKeySet();

    private final Map<String, Change> waiting = new LinkedHashMap<>();
    private final ExecutorService loader;
    private final long heartbeat;
    private int heartbeats;

    public LiveStream(News news, Vertx vertx, Database database, MeterRegistry meters) {
        this.news = news;
        this.vertx = vertx;
        this.database = database;
        this.cutOff = Counter.builder("derwent.console.streams.cut_off")
                .description("streams ended because the client read too slowly")
                .tag("of", news.subject())
                .register(meters);
        meters.gaugeCollectionSize("derwent.console.streams", Tags.of("of", news.subject()), clients);
        this.loader = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "derwent-live-" + news.subject());
            thread.setDaemon(true);
            return thread;
        });
        this.heartbeat = vertx.setPeriodic(HEARTBEAT.toMillis(), id -> beat());
    }

    /** An open stream; {@code sight} is what its caller may see, nothing before that is known. */
    private static final class Client {
        private final Caller caller;
        private final String tenant;
        private final HttpServerResponse response;
        private final Context context;
        private final Endpoint.StillAdmitted admission;
        private volatile Sight sight = event -> false;

        Client(Caller caller, HttpServerResponse response, Context context, Endpoint.StillAdmitted admission) {
            this.caller = caller;
            this.tenant = caller.tenant();
            this.response = response;
            this.context = context;
            this.admission = admission;
        }

        Caller caller() {
            return caller;
        }

        String tenant() {
            return tenant;
        }

        HttpServerResponse response() {
            return response;
        }

        Context context() {
            return context;
        }

        Endpoint.StillAdmitted admission() {
            return admission;
        }

        void sees(Sight now) {
            sight = now;
        }

        boolean sees(Event event) {
            return sight.includes(event);
        }
    }

    /** Opens a stream; called on the request's event loop. */
    public void open(Request request, HttpServerResponse response, Endpoint.StillAdmitted admission) {
        Caller caller = request.who();
        if (clients.size() + returning.size() >= MOST_CLIENTS) {
            throw new Unavailable("%d streams of %s are open, no more are served; try again later"
                    .formatted(MOST_CLIENTS, news.subject()));
        }
        Client client = new Client(caller, response, vertx.getOrCreateContext(), admission);
        response.putHeader("X-Accel-Buffering", "no");
        response.setChunked(true);
        response.setWriteQueueMaxSize(LARGEST_BACKLOG);
        response.closeHandler(closed -> forget(client));
        response.exceptionHandler(lost -> forget(client));
        returning.add(client);
        response.write("retry: %d\n\n".formatted(RECONNECT_AFTER.toMillis()));
        vertx.executeBlocking(
                        () -> {
                            news.opened(caller);
                            return news.sight(caller);
                        },
                        false)
                .onSuccess(sight -> {
                    client.sees(sight);
                    onLoader(() -> begin(client, request.header("last-event-id")));
                })
                .onFailure(failure -> {
                    LOG.warn("a stream of {} cannot be opened: {}", news.subject(), failure.getMessage());
                    end(client);
                });
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
            Buffer beginning =
                    database.inTenant(client.tenant(), connection -> beginning(connection, client, lastEventId));
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
    private Buffer beginning(Connection connection, Client client, Optional<String> lastEventId) throws SQLException {
        Instant now = Database.now(connection);
        Optional<Instant> place = lastEventId.flatMap(LiveStream::parsed).filter(at -> isKnown(at, now));
        List<Event> missed = place.isPresent()
                ? news.since(connection, client.tenant(), place.get().minus(LONGEST_TRANSACTION), news.mostAtOnce() + 1)
                : List.of();
        Buffer beginning = Buffer.buffer();
        boolean canGoOn = place.isPresent() && missed.size() <= news.mostAtOnce();
        if (canGoOn) {
            missed.stream().filter(client::sees).forEach(one -> beginning.appendBuffer(written(place.get(), one)));
        } else if (lastEventId.isPresent()) {
            beginning.appendBuffer(written(now, Event.START));
        }
        return beginning.appendString("id: %s\n: live\n\n".formatted(now));
    }

    private static boolean isKnown(Instant place, Instant now) {
        return !place.isAfter(now) && !place.isBefore(now.minus(LONGEST_ABSENCE));
    }

    static Optional<Instant> parsed(String time) {
        try {
            return Optional.of(OffsetDateTime.parse(time).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Takes a notification; called on the thread that listens. Several that concern one thing and wait are looked up once. */
    public void hear(String payload) {
        try {
            enqueue(news.heard(ApiJson.MAPPER.readTree(payload)));
        } catch (JsonProcessingException e) {
            LOG.error("a notification of {} is not JSON: {}", news.subject(), payload);
        }
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

    /** The place of what waits is the first one's. */
    private void enqueue(Change change) {
        boolean first;
        synchronized (waiting) {
            first = waiting.putIfAbsent(change.key(), change) == null;
        }
        if (first) {
            onLoader(() -> tell(change.key()));
        }
    }

    private void onLoader(Runnable work) {
        if (!loader.isShutdown()) {
            loader.execute(work);
        }
    }

    private void tell(String key) {
        Change change;
        synchronized (waiting) {
            change = waiting.remove(key);
        }
        if (change == null || clients.isEmpty()) {
            return;
        }
        try {
            Told told = database.inTenant(change.tenant(), connection -> news.read(connection, change));
            List<Event> events = told.events().size() <= news.mostAtOnce() ? told.events() : List.of(Event.START);
            events.forEach(event -> write(told.tenants(), event, written(change.place(), event)));
        } catch (RuntimeException e) {
            LOG.warn("{} {} cannot be read for open streams: {}", news.subject(), key, e.getMessage());
            startAgain();
        }
    }

    private void write(Set<String> tenants, Event event, Buffer written) {
        for (Client client : clients) {
            if (tenants.contains(client.tenant()) && client.sees(event)) {
                client.context().runOnContext(now -> write(client, written));
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
                vertx.executeBlocking(() -> sight(client), false)
                        .onSuccess(sight -> sight.ifPresentOrElse(client::sees, () -> end(client)));
            }
        }
    }

    /** What the client may see now; empty if it may not ask any more. */
    private Optional<Sight> sight(Client client) {
        return client.admission().check() ? Optional.of(news.sight(client.caller())) : Optional.empty();
    }

    private void end(Client client) {
        forget(client);
        client.context().runOnContext(now -> {
            if (!client.response().ended() && !client.response().closed()) {
                client.response().end();
            }
        });
    }

    private static Buffer written(Instant place, Event event) {
        try {
            return Buffer.buffer("id: %s\nevent: %s\ndata: ".formatted(place, event.name()))
                    .appendBytes(ApiJson.MAPPER.writeValueAsBytes(event.data()))
                    .appendString("\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that cannot be written as JSON", e);
        }
    }
}
