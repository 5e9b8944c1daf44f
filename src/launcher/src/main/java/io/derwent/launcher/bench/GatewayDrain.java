package io.derwent.launcher.bench;

import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.load.LoadGenerator;
import io.derwent.devicesim.load.LoadPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Our gateway with Kafka: a PUBACK means that Kafka has it. Its limit of one login is given, because the default, 5,000
 * messages a second, is less than a hub can send.
 *
 * <p>The hub tries to log in, and has a password from when the drain is opened. The rate is that of the times at which the
 * gateway wrote to Kafka, read afterwards.
 */
final class GatewayDrain implements Drain, AutoCloseable {
    private static final String TENANT = "bench";
    private static final String HUB = "hub-1";
    private static final String PASSWORD = "only-for-this-bench";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 500;

    private final Subject subject;
    private final DerwentProcess gateway;
    private final RegistryApi registry;

    private GatewayDrain(Subject subject, DerwentProcess gateway) throws IOException {
        this.subject = subject;
        this.gateway = gateway;
        this.registry = new RegistryApi(subject.gateway(), subject.adminToken());
    }

    /** Starts an installation without jobs, and its gateway. */
    static GatewayDrain start(int deviceRate, Path log) throws IOException, InterruptedException {
        Subject subject = Subject.start("--without", "jobs,gateway");
        Map<String, String> environment = new HashMap<>(subject.environment("gateway"));
        environment.put("DERWENT_GATEWAY_DEVICE_RATE", String.valueOf(deviceRate));
        DerwentProcess gateway = DerwentProcess.start("gateway", List.of("-Xmx192m"), environment, log);
        gateway.awaitReady(subject.gateway());
        return new GatewayDrain(subject, gateway);
    }

    static String device(int number) {
        return "device-" + number;
    }

    /** The hub, without a password yet, and the devices it speaks for. */
    void register(int devices) {
        registry.ensureTenant(TENANT);
        registry.ensureDevice(TENANT, HUB, List.of());
        for (int number = 0; number < devices; number++) {
            registry.ensureDevice(TENANT, device(number), List.of(HUB));
        }
    }

    /** Load of other devices, so that the gateway is measured as one that has run for a while. */
    void warmUp(int connections, int bytes, Duration length) throws Exception {
        String tenant = "warm-up";
        registry.ensureTenant(tenant);
        List<Login> logins = IntStream.range(0, connections)
                .mapToObj(number -> new Login(tenant, device(number), PASSWORD))
                .toList();
        for (Login login : logins) {
            registry.ensureDevice(tenant, login.authId(), List.of());
            registry.setPassword(tenant, login.authId(), login.authId(), PASSWORD);
        }
        var unused = LoadGenerator.run(new LoadPlan(
                "127.0.0.1",
                port(),
                logins,
                1,
                OptionalInt.empty(),
                bytes,
                length,
                Duration.ofSeconds(1),
                "event",
                Instant.now()));
    }

    @Override
    public int port() {
        return Integer.parseInt(LoadPlan.hostAndPort(subject.mqtt())[1]);
    }

    @Override
    public String user() {
        return HUB + "@" + TENANT;
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public double open(int messages) throws InterruptedException {
        registry.setPassword(TENANT, HUB, HUB, PASSWORD);
        String topic = "hono.event." + TENANT;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, subject.kafka()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
            awaitMessages(consumer, messages);
            return ratePerSecond(consumer);
        }
    }

    private static void awaitMessages(KafkaConsumer<byte[], byte[]> consumer, int messages)
            throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        long arrived;
        while ((arrived = arrived(consumer)) < messages) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("%d of %d messages came".formatted(arrived, messages));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static long arrived(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.endOffsets(consumer.assignment()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static double ratePerSecond(KafkaConsumer<byte[], byte[]> consumer) {
        consumer.seekToBeginning(consumer.assignment());
        long arrived = arrived(consumer);
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (long read = 0; read < arrived; ) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                first = Math.min(first, record.timestamp());
                last = Math.max(last, record.timestamp());
                read++;
            }
        }
        return arrived / ((last - first) / 1e3);
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        subject.close();
    }
}
