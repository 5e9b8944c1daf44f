package io.derwent.launcher.bench;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code derwent bench edge}: a hub and Mosquitto as a bridge, each filled while there is no line, then drained into a broker
 * that keeps nothing; and a hub that is drained into our own gateway with Kafka behind it.
 */
@Command(
        name = "edge",
        description =
                "Messages a second a hub forwards once there is a line again, and its memory: into our gateway and Kafka,"
                        + " its limit of one login raised; and, beside Mosquitto's bridge, into a broker that keeps"
                        + " nothing. Needs mosquitto on the path.")
final class EdgeBench implements Callable<Integer> {
    private static final double AIM_PER_SECOND = 5_000;
    private static final double AIM_MEGABYTES = 128;
    private static final int IN_FLIGHT = 100;
    private static final int CHUNK = 200;
    private static final String READING = "{\"kind\":\"pulse\",\"perMinute\":71,\"note\":\"%s\"}";

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(names = "--messages", defaultValue = "86400", description = "72 hours of 20 devices (${DEFAULT-VALUE}).")
    int messages;

    @Option(names = "--devices", defaultValue = "20", description = "(${DEFAULT-VALUE})")
    int devices;

    @Option(names = "--bytes", defaultValue = "300", description = "Size of a reading (${DEFAULT-VALUE}).")
    int bytes;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Seconds of load on our gateway before anything is drained into it (${DEFAULT-VALUE}).")
    int warmUp;

    @Option(
            names = "--device-rate",
            defaultValue = "1000000",
            description = "DERWENT_GATEWAY_DEVICE_RATE of our gateway, whose default is 5000 (${DEFAULT-VALUE}).")
    int deviceRate;

    private record Measured(double perSecond, double megabytes) {}

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("derwent-bench");
        try {
            Measured bridge = bridge(directory.resolve("bridge"), new BrokerDrain(Mosquitto.freePort()));
            Measured hub = hub(directory.resolve("hub"), new BrokerDrain(Mosquitto.freePort()));
            Measured toOurs;
            try (GatewayDrain ours = GatewayDrain.start(deviceRate, directory.resolve("gateway.log"))) {
                ours.register(devices);
                ours.warmUp(devices, bytes, Duration.ofSeconds(warmUp));
                toOurs = hub(directory.resolve("hub-to-ours"), ours);
            }
            String intoKafka = "forwarded to our gateway and Kafka";
            String toBroker = "forwarded to a broker that keeps nothing";
            String peer = "Mosquitto's bridge";
            new Report("edge")
                    .compared(intoKafka, toOurs.perSecond(), "/s", "aim", AIM_PER_SECOND, "5,000")
                    .compared("memory after that (RSS)", toOurs.megabytes(), "MB", "aim", AIM_MEGABYTES, "128 MB")
                    .compared(toBroker, hub.perSecond(), "/s", "aim", AIM_PER_SECOND, "5,000")
                    .compared(toBroker, hub.perSecond(), "/s", peer, bridge.perSecond(), "")
                    .compared("memory after that (RSS)", hub.megabytes(), "MB", "aim", AIM_MEGABYTES, "128 MB")
                    .compared("memory after that (RSS)", hub.megabytes(), "MB", peer, bridge.megabytes(), "")
                    .print(json);
            return 0;
        } finally {
            remove(directory);
        }
    }

    private Measured bridge(Path directory, Drain drain) throws Exception {
        Files.createDirectories(directory);
        try (Mosquitto bridge = Mosquitto.bridge(Mosquitto.freePort(), drain.port(), IN_FLIGHT, directory)) {
            return measured(bridge.port(), drain, bridge.process());
        }
    }

    private Measured hub(Path directory, Drain drain) throws Exception {
        Files.createDirectories(directory);
        int mqtt = Mosquitto.freePort();
        int page = Mosquitto.freePort();
        Map<String, String> environment = Map.of(
                "DERWENT_EDGE_DATA",
                directory.toString(),
                "DERWENT_EDGE_GATEWAY",
                "mqtt://127.0.0.1:" + drain.port(),
                "DERWENT_EDGE_USER",
                drain.user(),
                "DERWENT_EDGE_PASSWORD",
                drain.password(),
                "DERWENT_EDGE_MQTT",
                "127.0.0.1:" + mqtt,
                "DERWENT_EDGE_HTTP",
                "127.0.0.1:" + page,
                "DERWENT_EDGE_IN_FLIGHT",
                String.valueOf(IN_FLIGHT));
        List<String> jvmOptions = List.of(
                "-Xmx48m", "-Xss512k", "-XX:TieredStopAtLevel=1", "-XX:MinHeapFreeRatio=10", "-XX:MaxHeapFreeRatio=20");
        try (DerwentProcess hub = DerwentProcess.start("edge", jvmOptions, environment, directory.resolve("hub.log"))) {
            hub.awaitReady("http://127.0.0.1:" + page);
            return measured(mqtt, drain, hub.handle());
        }
    }

    private Measured measured(int port, Drain drain, ProcessHandle forwarder) throws Exception {
        fill(port);
        double rate = drain.open(messages / devices * devices);
        return new Measured(rate, Memory.of(List.of(forwarder)).rssMegabytes());
    }

    /** Every device publishes its share; returns when all of it is acknowledged. */
    private void fill(int port) {
        List<Mqtt5AsyncClient> clients = new ArrayList<>();
        for (int number = 0; number < devices; number++) {
            clients.add(connect(port, GatewayDrain.device(number)));
        }
        byte[] payload = READING.formatted("x".repeat(Math.max(0, bytes - READING.length())))
                .getBytes(StandardCharsets.UTF_8);
        for (int sent = 0; sent < messages; sent += CHUNK * devices) {
            int each = Math.min(CHUNK, (messages - sent) / devices);
            CompletableFuture.allOf(clients.stream()
                            .flatMap(client -> Stream.generate(() -> publish(client, payload))
                                    .limit(each))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        clients.forEach(client -> client.disconnect().join());
    }

    private static CompletableFuture<?> publish(Mqtt5AsyncClient client, byte[] payload) {
        String device = client.getConfig().getClientIdentifier().orElseThrow().toString();
        return client.publishWith()
                .topic("event//" + device)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("application/vnd.derwent.reading+json")
                .payload(payload)
                .send();
    }

    private static Mqtt5AsyncClient connect(int port, String clientId) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(port)
                .buildAsync();
        client.connect().join();
        return client;
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
