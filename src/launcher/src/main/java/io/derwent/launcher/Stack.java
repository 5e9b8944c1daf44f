package io.derwent.launcher;

import io.derwent.store.Retention;
import io.derwent.store.StoreUnavailable;
import io.derwent.wire.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One running installation. {@link #start} brings up the database, Kafka and the certificate side by side, then the schema
 * and the topics, then gateway, jobs and console side by side; {@link #close} takes them down the other way round, so that
 * nothing is accepted that nobody would store.
 */
final class Stack implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(6);
    private static final Duration ORPHANS = Duration.ofSeconds(20);
    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final Duration RETENTION_AFTER = Duration.ofMinutes(5);
    private static final Duration RETENTION_EVERY = Duration.ofHours(6);

    private final StackConfig config;
    private final Ports ports;
    private final DataDirectory directory;
    private final Narrator narrator;
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "launcher-timer");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<String> failure = new CompletableFuture<>();
    private final Deque<Supervised> parts = new ArrayDeque<>();

    private @Nullable CompletableFuture<LocalPostgres> postgres;
    private final Object closing = new Object();
    private boolean closed;

    private final Secrets secrets;
    private final ClassArchive classes = ClassArchive.ofThisProcess();
    private final RunningInstallation running = new RunningInstallation(UserDirectories.from(System.getenv()));

    Stack(StackConfig config, DataDirectory directory, Narrator narrator) {
        this.config = config;
        this.ports = config.ports();
        this.directory = directory;
        this.narrator = narrator;
        this.secrets = Secrets.loadOrMake(directory.secrets());
    }

    /**
     * Starts everything and returns when all of it is ready.
     *
     * @throws CannotStart if a port is taken, the disk is full, or a part does not come up; what runs by then is stopped by
     *     {@link #close}
     */
    void start() {
        Preflight.javaVersion(Runtime.version().feature());
        ChildProcess.endOrphans(directory, ORPHANS);
        LocalPostgres.stopOrphan(directory.postgres());
        try {
            Preflight.diskSpace(directory.root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Preflight.portsFree(neededPorts());

        CompletableFuture<ServerCertificate> certificate =
                inBackground(() -> ServerCertificate.loadOrMake(directory.tls()));
        CompletableFuture<SqlAccess> database = startDatabase();
        KafkaConnection kafka = startKafka();
        Topics.createMissing(kafka);
        SqlAccess sql = result(database);
        if (!config.retention().isEmpty()) {
            narrator.say("retention: %s", config.retention());
            var unused = timer.scheduleWithFixedDelay(
                    () -> retain(sql), RETENTION_AFTER.toMinutes(), RETENTION_EVERY.toMinutes(), TimeUnit.MINUTES);
        }

        Environments environments =
                new Environments(ports, directory, secrets, sql, kafka, result(certificate), config.handedOn());
        startParts(environments);
        running.remember(directory, addresses(), kafka);
        classes.makeWhenQuiet(timer, narrator);
    }

    private Map<String, Integer> neededPorts() {
        Map<String, Integer> needed = ports.byName();
        config.external().database().ifPresent(any -> needed.remove("PostgreSQL"));
        config.external().kafka().ifPresent(any -> needed.keySet().removeAll(List.of("Kafka", "Kafka controller")));
        config.external().flink().ifPresent(any -> needed.remove("Flink"));
        return needed;
    }

    private CompletableFuture<SqlAccess> startDatabase() {
        if (config.external().database().isPresent()) {
            StackConfig.ExternalServers.Database given =
                    config.external().database().get();
            return inBackground(
                    () -> SqlAccess.prepare(given.url(), given.user(), given.password(), secrets, narrator));
        }
        CompletableFuture<LocalPostgres> starting = inBackground(this::startPostgres);
        synchronized (this) {
            postgres = starting;
        }
        return starting.thenApply(server -> {
            var unused = timer.scheduleWithFixedDelay(
                    this::restartPostgresIfGone, WATCH.toMillis(), WATCH.toMillis(), TimeUnit.MILLISECONDS);
            return SqlAccess.prepare(server.url(), LocalPostgres.OWNER, secrets.ownerPassword(), secrets, narrator);
        });
    }

    private LocalPostgres startPostgres() {
        LocalPostgres server = LocalPostgres.start(
                directory.postgres(),
                config.binaries(),
                directory.logs().resolve("postgres.log"),
                ports.postgres(),
                secrets.ownerPassword(),
                narrator);
        narrator.say("PostgreSQL answers on 127.0.0.1:%d", ports.postgres());
        return server;
    }

    private void restartPostgresIfGone() {
        synchronized (this) {
            if (closed || postgres == null || postgres.join().isAlive()) {
                return;
            }
            narrator.say(
                    "PostgreSQL ended by itself; it starts again. Its log: %s",
                    directory.logs().resolve("postgres.log"));
            try {
                postgres = CompletableFuture.completedFuture(startPostgres());
            } catch (CannotStart e) {
                failure.complete(e.getMessage());
            }
        }
    }

    private void retain(SqlAccess sql) {
        try {
            Retention.enforce(sql.url(), sql.owner(), sql.ownerPassword(), config.retention(), Instant.now());
        } catch (IllegalStateException | StoreUnavailable e) {
            narrator.say("%s; it is tried again in %d h", String.valueOf(e.getMessage()), RETENTION_EVERY.toHours());
        }
    }

    private KafkaConnection startKafka() {
        if (config.external().kafka().isPresent()) {
            KafkaConnection given = config.external().kafka().get();
            narrator.say("using Kafka at %s", given);
            return given;
        }
        try {
            Path file = KafkaServer.prepare(directory.kafka(), ports, config.fsync());
            supervise(
                            new Part("kafka", KafkaServer.class.getName(), 256, List.of(file.toString()), Map.of()),
                            Probe.listening(ports.kafka()))
                    .awaitReady(READY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        narrator.say("Kafka answers on 127.0.0.1:%d", ports.kafka());
        return KafkaConnection.to("127.0.0.1:" + ports.kafka());
    }

    private void startParts(Environments environments) {
        Map<Part, Probe> fixed = new LinkedHashMap<>();
        // Stopped the other way round: what takes messages in goes before what stores them.
        if (config.external().flink().isEmpty()) {
            fixed.put(environments.jobs(), Probe.jobsRunning(environments.flinkUrl(), Environments.JOB_NAMES));
        } else {
            // whoever starts the jobs on that Flink needs the addresses and the password of its role
            environments.writeFor(environments.jobs());
        }
        fixed.put(environments.console(), Probe.healthy(environments.consoleUrl() + "/health/ready"));
        fixed.put(environments.gateway(), Probe.healthy(environments.gatewayUrl() + "/health/ready"));
        config.external()
                .flink()
                .ifPresent(address -> narrator.say(
                        "jobs are not started here: %s has to run the vitals job and the assets job with the environment in %s%s",
                        address,
                        directory.run().resolve("jobs.env"),
                        Probe.jobsRunning("http://" + address, Environments.JOB_NAMES)
                                        .isReady()
                                ? ", and does"
                                : ", and does not yet"));
        Map<String, Supervised> started = new LinkedHashMap<>();
        fixed.forEach((part, probe) -> {
            environments.writeFor(part);
            if (!config.without().contains(part.name())) {
                started.put(part.name(), supervise(part, probe));
            }
        });
        started.forEach((name, part) -> {
            part.awaitReady(READY);
            narrator.say("%s is ready", name);
        });
    }

    /** Starts a part beyond the fixed ones and waits for it; stopped before all others. */
    Supervised supervise(Part part, Probe probe) {
        Supervised supervised = new Supervised(part, probe, directory, classes, narrator, timer);
        synchronized (this) {
            if (!closed) {
                parts.push(supervised);
            }
        }
        return supervised.start();
    }

    /** Blocks until the installation cannot go on; returns the sentence that says why. */
    String awaitFailure() throws InterruptedException {
        try {
            return failure.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    Addresses addresses() {
        return Addresses.of(ports, directory.tls().resolve("ca.pem"));
    }

    Ports ports() {
        return ports;
    }

    Secrets secrets() {
        return secrets;
    }

    DataDirectory directory() {
        return directory;
    }

    @Override
    public void close() {
        stop();
    }

    /** Stops everything, in order, within seconds. Idempotent. */
    void stop() {
        // A second caller waits for the first: the JVM must not end while a part is still being stopped.
        synchronized (closing) {
            stopOnce();
        }
    }

    private void stopOnce() {
        Deque<Supervised> toStop;
        CompletableFuture<LocalPostgres> database;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            toStop = new ArrayDeque<>(parts);
            database = postgres;
        }
        narrator.say("stopping");
        running.forget(directory);
        classes.stop();
        timer.shutdownNow();
        toStop.forEach(part -> part.stop(STOP));
        if (database != null) {
            stopDatabase(database);
        }
        narrator.say("stopped");
    }

    private void stopDatabase(CompletableFuture<LocalPostgres> database) {
        // One that still starts, or recovers, is stopped as soon as there is a process to stop.
        while (!database.isDone()) {
            LocalPostgres.stopOrphan(directory.postgres());
            Supervised.pause();
        }
        if (!database.isCompletedExceptionally()) {
            database.join().close();
        }
    }

    private static <T> CompletableFuture<T> inBackground(Supplier<T> work) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        future.complete(work.get());
                    } catch (Throwable e) { // an OutOfMemoryError must not leave the starter waiting
                        future.completeExceptionally(e);
                    }
                },
                "launcher-start");
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CannotStart cannotStart) {
                throw cannotStart;
            }
            throw e;
        }
    }
}
