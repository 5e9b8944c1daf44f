package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.reactivex.schedulers.Schedulers;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole hub on real sockets and files, between devices of others' making and a pretend gateway. */
class HubTest {
    private static final String READING = "application/vnd.derwent.reading+json";

    @TempDir
    private Path directory = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private SocketGateway gateway;

    @SuppressWarnings("NullAway.Init")
    private Hub hub;

    @BeforeEach
    void open() throws Exception {
        gateway = new SocketGateway();
        start(Map.of());
    }

    private void start(Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DERWENT_EDGE_DATA", directory.resolve("data").toString(),
                "DERWENT_EDGE_GATEWAY", "mqtt://127.0.0.1:" + gateway.port(),
                "DERWENT_EDGE_USER", "hub-1@north",
                "DERWENT_EDGE_PASSWORD", "secret",
                "DERWENT_EDGE_MQTT", "127.0.0.1:0",
                "DERWENT_EDGE_HTTP", "127.0.0.1:0"));
        environment.putAll(more);
        hub = Hub.start(EdgeConfig.from(environment), Clock.systemUTC(), fault -> {});
    }

    private void restart(Map<String, String> more) throws Exception {
        hub.close();
        start(more);
    }

    @AfterEach
    void close() throws Exception {
        hub.close();
        gateway.close();
    }

    @Test
    void aDeviceWithMqtt5IsForwardedWithItsContentTypeAndBytes() throws Exception {
        gateway.open();

        publish5("cuff-1", "event", "{\"kind\": \"pulse\"}");

        await().untilAsserted(() -> assertThat(gateway.received())
                .singleElement()
                .satisfies(received -> {
                    assertThat(received.user()).isEqualTo("hub-1@north");
                    assertThat(received.topic()).startsWith("event//cuff-1/?hub-received-at=");
                    assertThat(received.contentType()).isEqualTo(READING);
                    assertThat(received.payload()).isEqualTo("{\"kind\": \"pulse\"}");
                }));
    }

    @Test
    void aDeviceWithMqtt311IsForwardedWithItsPropertyBag() throws Exception {
        gateway.open();

        publish311("scale-1", "e//scale-2/?content-type=text%2Fplain&on-error=ignore", "80");

        await().untilAsserted(() -> assertThat(gateway.received())
                .singleElement()
                .satisfies(received -> {
                    assertThat(received.topic())
                            .startsWith("event//scale-2/?content-type=text%2Fplain&hub-received-at=");
                    assertThat(received.payload()).isEqualTo("80");
                }));
    }

    @Test
    void withoutALineItTakesMessagesAndSendsThemWhenThereIsOneEvenAfterARestart() throws Exception {
        publish5("cuff-1", "event", "1");
        publish5("cuff-1", "event", "2");
        JsonObject status = status();
        assertThat(status.getBoolean("connected")).isFalse();
        assertThat(status.getInteger("queued")).isEqualTo(2);
        assertThat(status.getString("oldest")).isNotNull();

        restart(Map.of());
        gateway.open();

        await().untilAsserted(() -> assertThat(gateway.received())
                .extracting(SocketGateway.Received::payload)
                .containsExactly("1", "2"));
        await().untilAsserted(() -> assertThat(status().getInteger("queued")).isZero());
        assertThat(status().getBoolean("connected")).isTrue();
    }

    @ParameterizedTest(name = "{0}: 0x{1}")
    @CsvSource({
        "events,                 90",
        "event/south/cuff-1,     87",
        "event//cuff 1,          90",
        "event/north/cuff-1/x,   90"
    })
    void aMessageThatIsNotTakenSaysWhyAndTheConnectionGoesOn(String topic, String code) throws Exception {
        Mqtt5BlockingClient device = connect5("cuff-1", "", "");

        Mqtt5PubAckException refused = Objects.requireNonNull(
                catchThrowableOfType(Mqtt5PubAckException.class, () -> device.publish(message(topic, "x"))));
        device.publish(message("event", "taken"));

        assertThat(refused.getMqttMessage().getReasonCode().getCode()).isEqualTo(Integer.parseInt(code, 16));
        assertThat(refused.getMqttMessage().getReasonString()).isPresent();
        assertThat(status().getInteger("queued")).isOne();
        device.disconnect();
    }

    @Test
    void aDeviceWithMqtt311IsCutOffInstead() {
        assertThatThrownBy(() -> publish311("scale-1", "events", "x")).isInstanceOf(MqttException.class);
    }

    @Test
    void manyMessagesAtOnceAreAnsweredInTheirOrderWhetherTakenOrNot() throws Exception {
        Mqtt5AsyncClient device = connect5("cuff-1", "", "").toAsync();
        List<String> answered = Collections.synchronizedList(new ArrayList<>());

        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            String name = "message " + number;
            answers.add(device.publish(message(number % 3 == 0 ? "events" : "event", name))
                    .handle((taken, refused) -> answered.add(name + (refused == null ? " taken" : " refused"))));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();

        assertThat(answered)
                .containsExactlyElementsOf(IntStream.range(0, 300)
                        .mapToObj(number -> "message %d %s".formatted(number, number % 3 == 0 ? "refused" : "taken"))
                        .toList());
        assertThat(status().getInteger("queued")).isEqualTo(200);
        device.disconnect().join();
    }

    @Test
    void aFullQueueIsToldToTheDeviceAndEmptiesWhenThereIsALine() throws Exception {
        restart(Map.of("DERWENT_EDGE_QUEUE_BYTES", String.valueOf(1024 * 1024)));
        Mqtt5BlockingClient device = connect5("cuff-1", "", "");
        String large = "x".repeat(60_000);

        int taken = 0;
        Mqtt5PubAckException refused = null;
        while (refused == null && taken < 100) {
            refused = catchThrowableOfType(Mqtt5PubAckException.class, () -> device.publish(message("event", large)));
            taken += refused == null ? 1 : 0;
        }

        assertThat(taken).isEqualTo(17);
        assertThat(Objects.requireNonNull(refused)
                        .getMqttMessage()
                        .getReasonCode()
                        .getCode())
                .isEqualTo(0x97);
        assertThat(refused.getMqttMessage().getReasonString().orElseThrow().toString())
                .startsWith("the hub cannot keep it: the queue is full");
        gateway.open();
        await().untilAsserted(() -> assertThat(gateway.received()).hasSize(17));
        await().untilAsserted(() -> assertThat(status().getInteger("queued")).isZero());
        device.publish(message("event", "x"));
        device.disconnect();
    }

    @Test
    void aDeadLetterIsShownAndReplayedOnceItsCauseIsMended() throws Exception {
        gateway.answer(payload -> payload.equals("bad") ? new Answer(0x87, "not among its via") : new Answer(0, ""));
        gateway.open();
        publish5("cuff-1", "event", "bad");
        await().untilAsserted(() -> assertThat(status().getInteger("dead")).isOne());
        assertThat(get("/dead-letters").body()).contains("0x87").contains("not among its via");
        assertThat(get("/").body()).contains("<td>0x87 (not among its via)</td>");

        gateway.answer(payload -> new Answer(0, ""));
        assertThat(post("/dead-letters/all/replay", false).statusCode()).isEqualTo(403);
        assertThat(post("/dead-letters/all/replay", true).body()).isEqualTo("{\"count\":1}");

        await().untilAsserted(() -> assertThat(gateway.received())
                .extracting(SocketGateway.Received::payload)
                .containsExactly("bad"));
        assertThat(status().getInteger("dead")).isZero();
    }

    @Test
    void thePageSaysInOneSentenceHowThingsStand() throws Exception {
        publish5("cuff-1", "event", "1");

        HttpResponse<String> page = get("/");

        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("Not connected. Measurements are kept here and sent when the line is back.")
                .contains("<tr><th scope=\"row\">Waiting to be sent</th><td>1</td></tr>");
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void withAFileOfDevicesEachShowsItsPasswordAndSpeaksForItself() throws Exception {
        LocalDevices.NewDevice cuff = LocalDevices.make("cuff-1");
        LocalDevices.NewDevice box = LocalDevices.make("box");
        Path file = Files.writeString(directory.resolve("devices"), cuff.line() + "\n" + box.line() + ":*\n");
        restart(Map.of("DERWENT_EDGE_DEVICES", file.toString(), "DERWENT_EDGE_MQTT", "0.0.0.0:0"));

        assertThatThrownBy(() -> connect5("any", "cuff-1", "wrong")).isInstanceOf(Mqtt5ConnAckException.class);
        assertThatThrownBy(() -> connect5("any", "", "")).isInstanceOf(Mqtt5ConnAckException.class);
        Mqtt5BlockingClient device = connect5("any", "cuff-1@north", cuff.password());
        device.publish(message("event//cuff-1", "1"));
        assertThatThrownBy(() -> device.publish(message("event//scale-1", "2")))
                .isInstanceOf(Mqtt5PubAckException.class);
        device.disconnect();
        Mqtt5BlockingClient collector = connect5("any", "box", box.password());
        collector.publish(message("event//scale-1", "3"));
        collector.disconnect();

        assertThat(status().getInteger("queued")).isEqualTo(2);
    }

    private void publish5(String device, String topic, String payload) throws Exception {
        Mqtt5BlockingClient client = connect5(device, "", "");
        client.publish(message(topic, payload));
        client.disconnect();
    }

    private Mqtt5BlockingClient connect5(String clientId, String user, String password) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(hub.mqttPort())
                .executorConfig()
                .applicationScheduler(Schedulers.single()) // answers are seen in the order they come
                .applyExecutorConfig()
                .buildBlocking();
        if (user.isEmpty()) {
            client.connect();
        } else {
            client.connectWith()
                    .simpleAuth()
                    .username(user)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .send();
        }
        return client;
    }

    private static Mqtt5Publish message(String topic, String payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType(READING)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private void publish311(String clientId, String topic, String payload) throws MqttException {
        try (var client = new org.eclipse.paho.client.mqttv3.MqttClient(
                "tcp://127.0.0.1:" + hub.mqttPort(), clientId, new MemoryPersistence())) {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            client.setTimeToWait(5_000);
            client.connect(options);
            client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
            client.disconnect();
        }
    }

    private JsonObject status() throws Exception {
        return new JsonObject(get("/status").body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.httpPort() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, boolean withHeader) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.httpPort() + path))
                .POST(HttpRequest.BodyPublishers.noBody());
        if (withHeader) {
            request.header(StatusServer.CHANGE_HEADER, "change");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
