package io.derwent.launcher.bench;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code derwent bench edge}: a hub and Mosquitto as a bridge, each filled while there is no line, then drained into the same
 * kind of broker, which keeps nothing. What a subscriber there sees, first to last, is the rate. A gateway of ours would by
 * default let one hub pass 5,000 a second.
 */
@Command(
        name = "edge",
        description = "Messages a second a hub forwards once there is a line again, and its memory, beside Mosquitto's"
                + " bridge. Needs mosquitto on the path.")
final class EdgeBench implements Callable<Integer> {
    private static final double AIM_PER_SECOND = 5_000;
    private static final double AIM_MEGABYTES = 128;
    private static final int IN_FLIGHT = 100;
    private static final int CHUNK = 200;
    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 100;

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(names = "--messages", defaultValue = "86400", description = "72 hours of 20 devices (${DEFAULT-VALUE}).")
    int messages;

    @Option(names = "--devices", defaultValue = "20", description = "(${DEFAULT-VALUE})")
    int devices;

    @Option(names = "--bytes", defaultValue = "300", description = "Size of a reading (${DEFAULT-VALUE}).")
    int bytes;

    private record Measured(double perSecond, double megabytes) {}

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("derwent-bench");
        try {
            Measured bridge = bridge(directory.resolve("bridge"));
            Measured hub = hub(directory.resolve("hub"));
            new Report("edge")
                    .compared("forwarded while draining", hub.perSecond(), "/s", "aim", AIM_PER_SECOND, "5,000")
                    .compared("the same", hub.perSecond(), "/s", "Mosquitto's bridge", bridge.perSecond(), "")
                    .compared("memory after draining (RSS)", hub.megabytes(), "MB", "aim", AIM_MEGABYTES, "128 MB")
                    .compared("the same", hub.megabytes(), "MB", "Mosquitto's bridge", bridge.megabytes(), "")
                    .print(json);
            return 0;
        } finally {
            remove(directory);
        }
    }

    private Measured bridge(Path directory) throws Exception {
        Files.createDirectories(directory);
        int sink = Mosquitto.freePort();
        try (Mosquitto bridge = Mosquitto.bridge(Mosquitto.freePort(), sink, IN_FLIGHT, directory)) {
            fill(bridge.port());
            double rate = drain(sink);
            return new Measured(rate, Memory.of(List.of(bridge.process())).rssMegabytes());
        }
    }

    private Measured hub(Path directory) throws Exception {
        Files.createDirectories(directory);
        int sink = Mosquitto.freePort();
        int mqtt = Mosquitto.freePort();
        int page = Mosquitto.freePort();
        Process hub = startHub(directory, sink, mqtt, page);
        try {
            awaitReady(page);
            fill(mqtt);
            double rate = drain(sink);
            return new Measured(rate, Memory.of(List.of(hub.toHandle())).rssMegabytes());
        } finally {
            hub.destroy();
            hub.waitFor(10, TimeUnit.SECONDS);
            hub.destroyForcibly();
        }
    }

    /** As the script starts one. */
    private static Process startHub(Path directory, int sink, int mqtt, int page) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-Xss512k",
                "-XX:TieredStopAtLevel=1",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dlogback.configurationFile=io/derwent/launcher/logback-terminal.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.derwent.launcher.Derwent",
                "edge");
        java.environment()
                .putAll(Map.of(
                        "DERWENT_EDGE_DATA",
                        directory.toString(),
                        "DERWENT_EDGE_GATEWAY",
                        "mqtt://127.0.0.1:" + sink,
                        "DERWENT_EDGE_USER",
                        "hub-1@bench",
                        "DERWENT_EDGE_PASSWORD",
                        "only-for-this-bench",
                        "DERWENT_EDGE_MQTT",
                        "127.0.0.1:" + mqtt,
                        "DERWENT_EDGE_HTTP",
                        "127.0.0.1:" + page,
                        "DERWENT_EDGE_IN_FLIGHT",
                        String.valueOf(IN_FLIGHT)));
        return java.redirectErrorStream(true)
                .redirectOutput(directory.resolve("hub.log").toFile())
                .start();
    }

    private static void awaitReady(int page) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/health/ready".formatted(page)))
                .build();
        for (int poll = 0; poll < 300; poll++) {
            try {
                if (HttpClient.newHttpClient()
                                .send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200) {
                    return;
                }
            } catch (IOException e) {
                // not yet
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("the hub does not start");
    }

    /** Every device publishes its share; returns when all of it is acknowledged. */
    private void fill(int port) {
        List<Mqtt5AsyncClient> clients = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            clients.add(connect(port, "device-" + device));
        }
        for (int sent = 0; sent < messages; sent += CHUNK * devices) {
            int each = Math.min(CHUNK, (messages - sent) / devices);
            CompletableFuture.allOf(clients.stream()
                            .flatMap(client ->
                                    Stream.generate(() -> publish(client)).limit(each))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        clients.forEach(client -> client.disconnect().join());
    }

    private CompletableFuture<?> publish(Mqtt5AsyncClient client) {
        String device = client.getConfig().getClientIdentifier().orElseThrow().toString();
        return client.publishWith()
                .topic("event//" + device)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType("application/vnd.derwent.reading+json")
                .payload("x".repeat(bytes).getBytes(StandardCharsets.UTF_8))
                .send();
    }

    /** Opens the way and counts what comes, from the first message to the last. */
    private double drain(int port) throws IOException, InterruptedException {
        AtomicLong first = new AtomicLong();
        AtomicLong last = new AtomicLong();
        int expected = messages / devices * devices;
        CountDownLatch missing = new CountDownLatch(expected);
        try (Mosquitto sink = Mosquitto.start(port)) {
            Mqtt5AsyncClient counter = connect(sink.port(), "counter");
            counter.subscribeWith()
                    .topicFilter("event/#")
                    .qos(MqttQos.AT_MOST_ONCE)
                    .callback(message -> {
                        last.set(System.nanoTime());
                        first.compareAndSet(0, last.get());
                        missing.countDown();
                    })
                    .send()
                    .join();
            if (!missing.await(DRAINED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "%d of %d messages did not come".formatted(missing.getCount(), expected));
            }
            counter.disconnect().join();
        }
        return expected / ((last.get() - first.get()) / 1e9);
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
