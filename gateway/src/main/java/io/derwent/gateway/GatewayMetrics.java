package io.derwent.gateway;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts in the names of Hono's metrics (Hono "Metrics" API), tags {@code tenant}, {@code type}, {@code direction},
 * {@code status}, {@code qos} and {@code outcome}. A meter is looked up once per combination, of which there are a few per tenant. Any thread.
 */
final class GatewayMetrics {
    private static final String UNKNOWN = "unknown";
    private static final String RESPONSE = "response";

    private final MeterRegistry registry;
    private final Map<Kind, Meters> metersByKind = new ConcurrentHashMap<>();
    private final Map<Tags, Meters> metersOfCommands = new ConcurrentHashMap<>();
    private final Map<String, Gauge> connectionsByTenant = new ConcurrentHashMap<>();

    private record Kind(String tenant, String type, String status, int qos) {}

    private record Meters(DistributionSummary payload, Timer processing) {}

    GatewayMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Gauges over what is open and on its way now. */
    void observe(Connections connections, ByteBudget inFlight, ByteBudget waiting) {
        Gauge.builder("hono.connections.open", connections, Connections::open)
                .description("open connections of all tenants")
                .register(registry);
        Gauge.builder("derwent.gateway.inflight.bytes", inFlight, ByteBudget::taken)
                .description("bytes on their way to Kafka")
                .register(registry);
        Gauge.builder("derwent.gateway.waiting.bytes", waiting, ByteBudget::taken)
                .description("bytes waiting for their turn")
                .register(registry);
    }

    /** A gauge over commands that cannot be brought now. */
    void observe(WaitingCommands waiting) {
        Gauge.builder("derwent.gateway.commands.waiting", waiting, WaitingCommands::count)
                .description("commands waiting for the registry's database")
                .register(registry);
    }

    /** Somebody tried to connect. */
    void onAttempt(String tenant, String outcome) {
        Counter.builder("hono.connections.attempts")
                .tags("tenant", tenant, "outcome", outcome)
                .register(registry)
                .increment();
    }

    /** A tenant has a connection: from now on it has a gauge. */
    void onConnected(String tenant, Connections connections) {
        connectionsByTenant.computeIfAbsent(
                tenant,
                name -> Gauge.builder("hono.connections.authenticated", connections, open -> open.openOf(name))
                        .tags("tenant", name)
                        .register(registry));
    }

    /** A connection has ended after this long. */
    void onDisconnected(String tenant, long nanos) {
        Timer.builder("hono.connections.authenticated.duration")
                .tags("tenant", tenant)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    /** A message has ended, one way or the other. */
    void onMessage(String tenant, Delivery delivery) {
        Meters meters = metersByKind.computeIfAbsent(
                new Kind(
                        tenant,
                        type(delivery),
                        status(delivery),
                        delivery.message().qos().value()),
                this::meters);
        meters.payload().record(delivery.message().payload().length);
        meters.processing().record(System.nanoTime() - delivery.receivedNanos(), TimeUnit.NANOSECONDS);
    }

    /** A command has ended, one way or the other. */
    void onCommand(Command command, String status, long startedNanos) {
        String direction = command.responseRequired() ? "request" : "one-way";
        Tags tags = Tags.of("tenant", command.tenant(), "direction", direction, "status", status);
        Meters meters = metersOfCommands.computeIfAbsent(tags, key -> meters("hono.command", key, key));
        meters.payload().record(command.payload().length);
        meters.processing().record(System.nanoTime() - startedNanos, TimeUnit.NANOSECONDS);
    }

    private Meters meters(Kind kind) {
        if (kind.type().equals(RESPONSE)) {
            Tags tags = Tags.of("tenant", kind.tenant(), "direction", RESPONSE, "status", kind.status());
            return meters("hono.command", tags, tags);
        }
        Tags tags = Tags.of("tenant", kind.tenant(), "type", kind.type(), "status", kind.status());
        return meters("hono.telemetry", tags, tags.and("qos", Integer.toString(kind.qos())));
    }

    private Meters meters(String name, Tags tags, Tags ofProcessing) {
        return new Meters(
                DistributionSummary.builder(name + ".payload")
                        .baseUnit("bytes")
                        .tags(tags)
                        .register(registry),
                Timer.builder(name + ".processing.duration").tags(ofProcessing).register(registry));
    }

    private static String type(Delivery delivery) {
        return delivery.parsedTopic()
                .map(topic -> switch (topic.endpoint()) {
                    case TELEMETRY -> "telemetry";
                    case EVENT -> "event";
                    case COMMAND_RESPONSE -> RESPONSE;
                    case UNKNOWN -> UNKNOWN;
                })
                .orElse(UNKNOWN);
    }

    private static String status(Delivery delivery) {
        return delivery.refusal()
                .map(refusal -> refusal.reason().isSendersFault() ? "unprocessable" : "undeliverable")
                .orElse("forwarded");
    }
}
