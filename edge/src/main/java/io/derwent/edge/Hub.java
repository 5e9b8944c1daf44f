package io.derwent.edge;

import io.derwent.edge.queue.Channels;
import io.derwent.edge.queue.DurableQueue;
import io.derwent.edge.queue.QueueFull;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process, wired by hand: local MQTT, the queue and the forwarder on the hub's thread, the page. */
final class Hub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final Duration TO_START = Duration.ofSeconds(10);
    private static final String EVERY_ONE = "all";

    private final EdgeConfig config;
    private final Clock clock;
    private final HubThread thread;
    private final Outbox outbox;
    private final DeadLetters deadLetters;
    private final Watch watch;
    private final NoticeBoard board;
    private final Forwarder forwarder;
    private final Intake intake;
    private final Refusals refusals = new Refusals();
    private final Vertx vertx;
    private final LocalServer server;
    private final StatusServer page;
    private volatile boolean serving;

    private Hub(
            EdgeConfig config,
            LocalDevices devices,
            Clock clock,
            HubThread thread,
            Uplink uplink,
            Outbox outbox,
            DeadLetters deadLetters,
            Watch watch,
            NoticeBoard board) {
        this.config = config;
        this.clock = clock;
        this.thread = thread;
        this.outbox = outbox;
        this.deadLetters = deadLetters;
        this.watch = watch;
        this.board = board;
        forwarder = new Forwarder(outbox, deadLetters, uplink, clock, thread, config.inFlight());
        intake = new Intake(outbox, thread, this::onKept);
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        server = new LocalServer(config, devices, intake, refusals, () -> thread.ask(board::all), clock);
        page = new StatusServer(vertx, this);
    }

    /** The hub cannot start; the message says why and is for whoever started it. */
    static final class CannotStart extends Exception {
        private static final long serialVersionUID = 1L;

        CannotStart(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Opens the queue, then the ports, then looks for the gateway; returns when devices can publish.
     *
     * @param onFault hears of a fault of ours, after which nothing can be relied on but the disk
     */
    static Hub start(EdgeConfig config, Clock clock, Consumer<Throwable> onFault)
            throws CannotStart, InterruptedException {
        LocalDevices devices = config.devices().map(LocalDevices::read).orElseGet(LocalDevices::anybody);
        if (!config.gateway().isSafe()) {
            LOG.warn("readings and the hub's password travel in the open to {}; mqtts:// hides them", config.gateway());
        }
        HubThread thread = new HubThread(onFault);
        try {
            boolean forced = config.flushEvery().isZero();
            Outbox outbox = Outbox.open(
                    config.data().resolve("queue"),
                    DurableQueue.Settings.of(config.queueBytes(), forced),
                    Channels.real());
            DeadLetters deadLetters = DeadLetters.open(
                    config.data().resolve("dead-letters"),
                    DurableQueue.Settings.of(config.deadBytes(), true),
                    Channels.real());
            LOG.info("{} messages wait, {} are dead letters", outbox.count(), deadLetters.count());
            NoticeBoard board = new NoticeBoard();
            Watch watch = Watch.open(
                    config.data().resolve("watch"), config.tenant(), outbox, board, clock, config.scoreAfter());
            HiveUplink uplink = new HiveUplink(config, thread, watch::onCommand);
            Hub hub = new Hub(config, devices, clock, thread, uplink, outbox, deadLetters, watch, board);
            hub.serve();
            return hub;
        } catch (IOException | UncheckedIOException e) {
            thread.close();
            throw new CannotStart("the queue in %s cannot be opened: %s".formatted(config.data(), reason(e)), e);
        }
    }

    private void serve() throws CannotStart, InterruptedException {
        try {
            await(page.listen(config.http()), "the page at " + config.http());
            await(vertx.deployVerticle(server), "MQTT at " + config.mqtt());
        } catch (CannotStart e) {
            close();
            throw e;
        }
        serving = true;
        thread.execute(() -> {
            board.listen(server::tell);
            forwarder.start();
        });
        lookLater();
        flushLater();
    }

    private void onKept(List<Message> messages) {
        watch.onKept(messages);
        forwarder.wake();
    }

    private void lookLater() {
        thread.after(Watch.LOOK_EVERY, () -> {
            watch.look(forwarder.hasLine());
            forwarder.wake();
            lookLater();
        });
    }

    private void flushLater() {
        if (!config.flushEvery().isZero()) {
            thread.after(config.flushEvery(), () -> {
                try {
                    outbox.force();
                } catch (IOException e) {
                    LOG.error("the disk does not confirm what was written: {}", e.getMessage());
                }
                flushLater();
            });
        }
    }

    boolean isServing() {
        return serving;
    }

    int mqttPort() {
        return server.port();
    }

    int httpPort() {
        return page.port();
    }

    CompletableFuture<Status> status() {
        return thread.ask(this::statusNow);
    }

    private Status statusNow() throws IOException {
        return new Status(
                forwarder.isConnected(),
                forwarder.lineSince(),
                forwarder.isHeldUp(),
                config.gateway().toString(),
                outbox.count(),
                outbox.oldest(),
                outbox.bytesOnDisk(),
                config.queueBytes(),
                deadLetters.count(),
                outbox.devicesHeld(),
                outbox.lost(),
                refusals.soFar(),
                forwarder.forwarded(),
                new Status.Watching(watch.plansVersion(), watch.patientsWithPlan(), board.all()),
                forwarder.lastProblem());
    }

    CompletableFuture<String> page(int letters) {
        return thread.ask(() -> StatusPage.html(statusNow(), deadLetters.first(letters), clock));
    }

    CompletableFuture<List<DeadLetter.Shown>> deadLetters(int atMost) {
        return thread.ask(() -> deadLetters.first(atMost));
    }

    /** Puts a dead letter, or with "all" every one, behind the queue; says how many. */
    CompletableFuture<Integer> replay(String id) {
        return thread.ask(() -> {
            try {
                return replayNow(id.equals(EVERY_ONE) ? deadLetters.ids() : List.of(id));
            } finally {
                forwarder.wake();
            }
        });
    }

    /**
     * In the queue before they leave the dead letters: killed between the two they are in both, and come twice at worst. One
     * flush for all; what does not fit stays a dead letter.
     */
    private int replayNow(List<String> ids) throws IOException, QueueFull {
        List<String> replayed = new ArrayList<>();
        try {
            for (String id : ids) {
                Optional<DeadLetter> letter = deadLetters.find(id);
                if (letter.isPresent()) {
                    outbox.add(letter.get().message());
                    replayed.add(id);
                }
            }
        } finally {
            outbox.commit();
            replayed.forEach(deadLetters::remove);
        }
        return replayed.size();
    }

    /** Removes a dead letter, or with "all" every one, for good; says how many. */
    CompletableFuture<Integer> discard(String id) {
        return thread.ask(() -> (int) (id.equals(EVERY_ONE) ? deadLetters.ids() : List.of(id))
                .stream().filter(deadLetters::remove).count());
    }

    /** Takes nothing any more, lets what is being written be written, and leaves the rest on disk. */
    @Override
    public void close() {
        serving = false;
        try {
            await(vertx.close(), "the end of Vert.x");
        } catch (CannotStart e) {
            LOG.warn("{}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.execute(forwarder::stop);
        thread.close();
        closeFiles();
    }

    private void closeFiles() {
        try (outbox;
                deadLetters) {
            LOG.info("{} messages wait on disk", outbox.count());
        } catch (IOException e) {
            LOG.error("the queue was not closed well: {}", e.getMessage());
        }
    }

    /** What an exception of the file system says is a path only. */
    private static String reason(Exception error) {
        Throwable cause = error.getCause() == null ? error : error.getCause();
        return cause instanceof FileSystemException || cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage();
    }

    private static void await(Future<?> future, String what) throws CannotStart, InterruptedException {
        try {
            future.toCompletionStage().toCompletableFuture().get(TO_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new CannotStart("cannot open %s: %s".formatted(what, reason(e)), e);
        } catch (TimeoutException e) {
            throw new CannotStart("waited %d s for %s".formatted(TO_START.toSeconds(), what), e);
        }
    }
}
