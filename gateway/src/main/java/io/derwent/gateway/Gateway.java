package io.derwent.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import com.zaxxer.hikari.HikariDataSource;
import io.derwent.gateway.management.Health;
import io.derwent.gateway.management.ManagementServer;
import io.derwent.gateway.management.RegistryApi;
import io.derwent.registry.CommandSubscriptions;
import io.derwent.registry.DatabaseUnavailable;
import io.derwent.registry.DeviceDirectory;
import io.derwent.registry.RegistryChanges;
import io.derwent.registry.RegistryDatabase;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.PayloadDecoders;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.WorkerExecutor;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process, wired by hand. It opens its management port at once and the MQTT ports when the registry's tables and the
 * topic of dead letters are there; until then it says on {@code /health/ready} what it waits for.
 */
final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final Duration CONFIRM_AGAIN = Duration.ofSeconds(1);
    private static final Duration BEAT_AGAIN = Duration.ofSeconds(2);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration TO_STOP = Duration.ofSeconds(5);
    private static final Duration TO_LEAVE = Duration.ofSeconds(2);
    private static final int DATABASE_CONNECTIONS = 6;
    private static final int TOPIC_THREADS = 4;
    private static final Duration ASK_KAFKA_FOR = Duration.ofSeconds(3);
    private static final String WAITING_FOR_REGISTRY = "the registry's tables are not there; run the migration step";

    private final GatewayConfig config;
    private final Vertx vertx;
    private final WorkerExecutor workers;
    private final HikariDataSource pool;
    private final RegistryDatabase database;
    private final RegistryChanges changes;
    private final ExecutorService topicWorker;
    private final Admin admin;
    private final KafkaTopics topics;
    private final KafkaSender sender;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Parts parts;
    private final SignsOfLife signs;
    private final Context signing;
    private final ManagementServer management;
    private final List<MqttAdapter> adapters = new ArrayList<>();
    private final Promise<Void> serving = Promise.promise();

    private volatile List<String> problems = List.of(WAITING_FOR_REGISTRY);
    private volatile @Nullable String deployment;
    private volatile boolean closed;

    private Gateway(GatewayConfig config, Clock clock) {
        this.config = config;
        GatewayConfig.Limits limits = config.limits();
        vertx = Vertx.builder()
                .with(new VertxOptions().setEventLoopPoolSize(config.eventLoops()))
                .withTransport(new DeviceSockets())
                .build();
        workers = vertx.createSharedWorkerExecutor(Parts.WORKERS, Parts.WORKER_THREADS);

        GatewayConfig.Database where = config.database();
        pool = RegistryDatabase.pool(where.url(), where.user(), where.password(), DATABASE_CONNECTIONS);
        database = new RegistryDatabase(pool);
        DeviceDirectory directory = new DeviceDirectory(database, clock);
        Connections connections = new Connections(limits);
        Rights rights = new Rights(directory, connections, workers);
        changes = new RegistryChanges(where.url(), where.user(), where.password(), rights::onChange);

        Producer<String, byte[]> producer =
                KafkaSender.producer(config.kafka(), limits.patience(), 2 * limits.inFlightBytes());
        admin = Admin.create(config.kafka()
                .with(Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        (int) ASK_KAFKA_FOR.toMillis(),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) ASK_KAFKA_FOR.toMillis())));
        topicWorker = Executors.newFixedThreadPool(TOPIC_THREADS, task -> {
            Thread thread = new Thread(task, "kafka-topics");
            thread.setDaemon(true);
            return thread;
        });
        topics = new KafkaTopics(admin, producer, topicWorker);
        sender = new KafkaSender(producer, topics, limits.patience());

        ByteBudget inFlight = new ByteBudget(limits.inFlightBytes());
        ByteBudget waiting = new ByteBudget(limits.waitingBytes());
        GatewayMetrics counts = new GatewayMetrics(metrics);
        counts.observe(connections, inFlight, waiting);
        new JvmMemoryMetrics().bindTo(metrics);
        Context context = vertx.getOrCreateContext();
        Commands commands = new Commands(
                new CommandSubscriptions(database),
                directory,
                new HonoRecords(clock),
                context,
                sender.downstream(context),
                counts,
                clock);
        signs = new SignsOfLife(sender.downstream(context), clock);
        signing = context;
        parts = new Parts(
                clock,
                directory,
                connections,
                rights,
                sender,
                topics,
                PayloadDecoders.standard(),
                DeadLetters.memory(Ticker.systemTicker()),
                inFlight,
                waiting,
                counts,
                commands,
                new CommandReader(config.kafka(), commands::onCommand, commands::onTurn));
        management = new ManagementServer(
                vertx,
                new Health(this::problems),
                metrics::scrape,
                new RegistryApi(database, workers, topics::createFor));
    }

    /** Starts; the MQTT ports open once what they need is there. */
    static Gateway start(GatewayConfig config, Clock clock) throws InterruptedException {
        Gateway gateway = new Gateway(config, clock);
        gateway.sender.start();
        try {
            await(gateway.management.listen(config.http().host(), config.http().port()));
        } catch (CannotStart e) {
            gateway.close();
            throw e;
        }
        gateway.lookForWhatWeNeed();
        return gateway;
    }

    /** The gateway cannot start; the message says why and is for whoever started it. */
    static final class CannotStart extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CannotStart(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Completes when devices can connect; fails if a port cannot be opened. */
    Future<Void> serving() {
        return serving.future();
    }

    /** Ports of MQTT and, if there is a certificate, MQTT over TLS. */
    List<Integer> mqttPorts() {
        return adapters.get(0).ports();
    }

    int httpPort() {
        return management.port();
    }

    @Override
    public void close() {
        closed = true;
        changes.close();
        parts.connections()
                .all()
                .forEach(connection -> connection.disconnectLater(
                        MqttDisconnectReasonCode.SERVER_SHUTTING_DOWN, "the gateway is being stopped"));
        parts.connections().awaitNobody(TO_LEAVE);
        String deployed = deployment;
        if (deployed != null) {
            quietly(vertx.undeploy(deployed)); // behind what the event loops have to hand over
        }
        parts.commandReader().close();
        leave();
        sender.close();
        quietly(vertx.close());
        admin.close(Duration.ofSeconds(1));
        topicWorker.shutdownNow();
        pool.close();
    }

    private void leave() {
        try {
            parts.commands().leave();
        } catch (DatabaseUnavailable e) {
            LOG.debug("the others will find out that this gateway has stopped", e);
        }
    }

    private List<String> problems() {
        return problems.isEmpty() && !sender.isAvailable() ? List.of("Kafka does not answer") : problems;
    }

    private void lookForWhatWeNeed() {
        workers.executeBlocking(this::findProblems, false).onComplete(found -> {
            problems = found.succeeded()
                    ? found.result()
                    : List.of(String.valueOf(found.cause().getMessage()));
            if (closed) {
                return;
            }
            if (problems.isEmpty()) {
                serve();
            } else {
                vertx.setTimer(LOOK_AGAIN.toMillis(), timer -> lookForWhatWeNeed());
            }
        });
    }

    private List<String> findProblems() {
        List<String> found = new ArrayList<>();
        if (!database.isMigrated()) {
            found.add(WAITING_FOR_REGISTRY);
        }
        found.addAll(topics.problems());
        if (found.isEmpty()) {
            parts.commands().beat();
        }
        if (!found.equals(problems)) {
            found.forEach(problem -> LOG.info("waiting: {}", problem));
        }
        return found;
    }

    /** The database may be away: then nobody can subscribe either, and the next beat says all again. */
    private boolean beat() {
        try {
            parts.commands().beat();
            return true;
        } catch (DatabaseUnavailable e) {
            LOG.debug("the gateway could not say that it runs", e);
            return false;
        }
    }

    private void serve() {
        changes.start();
        parts.commandReader().start();
        vertx.setPeriodic(BEAT_AGAIN.toMillis(), timer -> workers.executeBlocking(this::beat, true));
        vertx.setPeriodic(CONFIRM_AGAIN.toMillis(), timer -> parts.rights().confirmUnconfirmed());
        topics.prepareLater(DerwentTopics.DEAD_LETTERS);
        topics.prepareLater(DerwentTopics.HEARTBEATS);
        vertx.deployVerticle(
                        () -> {
                            MqttAdapter adapter = new MqttAdapter(config, parts);
                            adapters.add(adapter);
                            return adapter;
                        },
                        new DeploymentOptions().setInstances(config.eventLoops()))
                .onSuccess(id -> {
                    deployment = id;
                    signing.runOnContext(
                            nothing -> vertx.setPeriodic(SignsOfLife.EVERY.toMillis(), timer -> signs.give()));
                })
                .<Void>mapEmpty()
                .onFailure(error -> problems = List.of("MQTT: " + error.getMessage()))
                .onComplete(serving);
    }

    private static void await(Future<?> future) throws InterruptedException {
        try {
            future.toCompletionStage().toCompletableFuture().get(TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new CannotStart("cannot open the management port: " + e.getMessage(), e);
        } catch (TimeoutException e) {
            throw new CannotStart("the management port did not open", e);
        }
    }

    private static void quietly(Future<?> future) {
        try {
            await(future);
        } catch (CannotStart e) {
            LOG.warn("did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
