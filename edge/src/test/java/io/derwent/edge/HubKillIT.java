package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The hub in a process of its own, killed at random while devices publish and the gateway comes and goes. What devices were
 * told is kept must all arrive, each device's in order; and what arrives twice must be the same in every byte, its receive
 * time included. {@code -Dderwent.kill.rounds=20} kills that often, {@code -Dderwent.kill.seed} at other moments.
 */
class HubKillIT {
    private static final int ROUNDS = Integer.getInteger("derwent.kill.rounds", 6);
    private static final long SEED = Long.getLong("derwent.kill.seed", 1);
    private static final int DEVICES = 4;
    private static final int KILL_WITHIN_MILLIS = 2_500;

    @TempDir
    private Path directory = Path.of("");

    private final Random random = new Random(SEED);
    private final Queue<String> attempts = new ConcurrentLinkedQueue<>();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean publishing = new AtomicBoolean(true);
    private final int mqttPort = freePort();
    private final int httpPort = freePort();

    @Test
    void whateverWasAcknowledgedArrivesInOrderHoweverOftenTheHubIsKilled() throws Exception {
        SocketGateway gateway = new SocketGateway().open();
        Process hub = startHub(gateway);
        List<Thread> devices = IntStream.range(0, DEVICES)
                .mapToObj(number -> new Thread(() -> publishAsDevice(number), "device-" + number))
                .toList();
        devices.forEach(Thread::start);

        for (int round = 0; round < ROUNDS; round++) {
            if (round % 2 == 1) {
                gateway.shut();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(KILL_WITHIN_MILLIS)));
            hub.destroyForcibly().waitFor();
            if (round % 2 == 1) {
                gateway.open();
            }
            hub = startHub(gateway);
        }
        publishing.set(false);
        for (Thread device : devices) {
            device.join();
        }
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(queued()).isZero());
        hub.destroyForcibly().waitFor();
        gateway.close();

        Set<String> arrived = gateway.received().stream()
                .map(SocketGateway.Received::payload)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        System.out.printf(
                "seed %d: %d acknowledged, %d arrived, %d of them again%n",
                SEED, acknowledged.size(), arrived.size(), gateway.received().size() - arrived.size());
        assertThat(acknowledged).hasSizeGreaterThan(ROUNDS).isSubsetOf(arrived);
        for (int device = 0; device < DEVICES; device++) {
            String mine = "%d ".formatted(device);
            assertThat(arrived.stream()
                            .filter(payload -> payload.startsWith(mine))
                            .map(payload -> Integer.valueOf(payload.substring(mine.length())))
                            .toList())
                    .isSorted();
        }
        assertSentAgainIsTheSame(gateway.received());
    }

    /** A payload is published once or, if its PUBACK was lost, again; no more receive times than that may arrive. */
    private void assertSentAgainIsTheSame(List<SocketGateway.Received> received) {
        Map<String, Long> takenTimes = received.stream()
                .map(one -> one.payload() + " in " + one.topic())
                .distinct()
                .collect(Collectors.groupingBy(text -> text.substring(0, text.indexOf(" in ")), Collectors.counting()));
        Map<String, Long> published =
                attempts.stream().collect(Collectors.groupingBy(payload -> payload, Collectors.counting()));
        takenTimes.forEach((payload, times) ->
                assertThat(times).as(payload).isLessThanOrEqualTo(published.getOrDefault(payload, 0L)));
    }

    private void publishAsDevice(int number) {
        int sequence = 0;
        while (publishing.get()) {
            Mqtt5BlockingClient client = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("device-" + number)
                    .serverHost("127.0.0.1")
                    .serverPort(mqttPort)
                    .buildBlocking();
            try {
                client.connect();
                while (publishing.get()) {
                    String payload = "%d %d".formatted(number, sequence);
                    attempts.add(payload);
                    client.publishWith()
                            .topic("event")
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .payload(payload.getBytes(StandardCharsets.UTF_8))
                            .send();
                    acknowledged.add(payload);
                    sequence++;
                }
                client.disconnect();
            } catch (RuntimeException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50)); // the hub is away; the same again
            }
        }
    }

    private Process startHub(SocketGateway gateway) throws IOException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EdgeMain.class.getName());
        java.environment().keySet().removeIf(name -> name.startsWith("DERWENT_"));
        java.environment()
                .putAll(Map.of(
                        "DERWENT_EDGE_DATA",
                        directory.resolve("data").toString(),
                        "DERWENT_EDGE_GATEWAY",
                        "mqtt://127.0.0.1:" + gateway.port(),
                        "DERWENT_EDGE_USER",
                        "hub-1@north",
                        "DERWENT_EDGE_PASSWORD",
                        "secret",
                        "DERWENT_EDGE_MQTT",
                        "127.0.0.1:" + mqttPort,
                        "DERWENT_EDGE_HTTP",
                        "127.0.0.1:" + httpPort));
        return java.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("hub.log").toFile()))
                .start();
    }

    private int queued() throws Exception {
        HttpResponse<String> status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/status".formatted(httpPort)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return new JsonObject(status.body()).getInteger("queued");
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
