package io.derwent.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAckReturnCode;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole hub on real sockets and files, between devices of others' making and a pretend gateway. */
class HubTest extends WithAHub {
    @Test
    void aDeviceWithMqtt5IsForwardedWithItsContentTypeAndBytes() throws Exception {
        gateway.open();

        hub.publish5("cuff-1", "event", "{\"kind\": \"pulse\"}");

        await().untilAsserted(() -> assertThat(gateway.received())
                .singleElement()
                .satisfies(received -> {
                    assertThat(received.user()).isEqualTo("hub-1@north");
                    assertThat(received.topic()).startsWith("event//cuff-1/?hub-received-at=");
                    assertThat(received.contentType()).isEqualTo(RunningHub.READING);
                    assertThat(received.payload()).isEqualTo("{\"kind\": \"pulse\"}");
                }));
    }

    @Test
    void aDeviceWithMqtt311IsForwardedWithItsPropertyBag() throws Exception {
        gateway.open();

        hub.publish311("scale-1", "e//scale-2/?content-type=text%2Fplain&on-error=ignore", "80", true);

        await().untilAsserted(() -> assertThat(gateway.received())
                .singleElement()
                .satisfies(received -> {
                    assertThat(received.topic())
                            .startsWith("event//scale-2/?content-type=text%2Fplain&hub-received-at=");
                    assertThat(received.payload()).isEqualTo("80");
                    assertThat(received.retain()).isTrue();
                }));
    }

    @Test
    void withoutALineItTakesMessagesAndSendsThemWhenThereIsOneEvenAfterARestart() throws Exception {
        hub.publish5("cuff-1", "event", "1");
        hub.publish5("cuff-1", "event", "2");
        JsonObject status = hub.status();
        assertThat(status.getBoolean("connected")).isFalse();
        assertThat(status.getInteger("queued")).isEqualTo(2);
        assertThat(status.getString("oldest")).isNotNull();

        hub.restart(Map.of());
        gateway.open();

        await().untilAsserted(() -> assertThat(gateway.received())
                .extracting(SocketGateway.Received::payload)
                .containsExactly("1", "2"));
        await().untilAsserted(
                        () -> assertThat(hub.status().getInteger("queued")).isZero());
        assertThat(hub.status().getBoolean("connected")).isTrue();
    }

    @Test
    void plansComeAsACommandAndWithoutALineAScreenAndThePageSayWhatTheHubFinds() throws Exception {
        gateway.open();
        await().until(() -> hub.status().getBoolean("connected"));
        byte[] plans = WatchTest.plansOf(1, "cuff-1", "p1");
        await().untilAsserted(() -> {
            gateway.command("plans", plans); // until the hub has subscribed
            assertThat(hub.status().getInteger("patients")).isOne();
        });
        gateway.shut();
        hub.restart(Map.of("DERWENT_EDGE_SCORE_AFTER", "0s"));
        assertThat(hub.status().getLong("plansVersion")).isOne();
        List<String> shown = new CopyOnWriteArrayList<>();
        Mqtt5BlockingClient screen = hub.connect5("screen");
        screen.toAsync()
                .subscribeWith()
                .topicFilter("derwent/prompts/#")
                .callback(publish -> shown.add(publish.getTopic() + " "
                        + new JsonObject(Buffer.buffer(publish.getPayloadAsBytes())).getString("kind")))
                .send()
                .join();

        hub.publish5("cuff-1", "event", "{\"kind\":\"bp_panel\",\"systolic\":225,\"diastolic\":131}");

        await().untilAsserted(() -> assertThat(shown).containsExactly("derwent/prompts/p1 alert"));
        assertThat(hub.get("/").body())
                .contains("A measurement needs attention")
                .doesNotContain("225");
        assertThat(hub.status().getInteger("notices")).isOne();
        Mqtt5SubAckException refused = Objects.requireNonNull(catchThrowableOfType(
                Mqtt5SubAckException.class,
                () -> screen.subscribeWith().topicFilter("derwent/#").send()));
        assertThat(refused.getMqttMessage().getReasonCodes()).containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
        screen.disconnect();
    }

    @ParameterizedTest(name = "{0}: 0x{1}")
    @CsvSource({
        "events,                 90",
        "event/south/cuff-1,     87",
        "event//cuff 1,          90",
        "event/north/cuff-1/x,   90"
    })
    void aMessageThatIsNotTakenSaysWhyAndTheConnectionGoesOn(String topic, String code) throws Exception {
        Mqtt5BlockingClient device = hub.connect5("cuff-1");

        Mqtt5PubAckException refused = Objects.requireNonNull(
                catchThrowableOfType(Mqtt5PubAckException.class, () -> device.publish(RunningHub.message(topic, "x"))));
        device.publish(RunningHub.message("event", "taken"));

        assertThat(refused.getMqttMessage().getReasonCode().getCode()).isEqualTo(Integer.parseInt(code, 16));
        assertThat(refused.getMqttMessage().getReasonString()).isPresent();
        assertThat(hub.status().getInteger("queued")).isOne();
        device.disconnect();
    }

    @Test
    void aDeviceWithMqtt311IsCutOffInstead() {
        assertThatThrownBy(() -> hub.publish311("scale-1", "events", "x", false))
                .isInstanceOf(MqttException.class);
    }

    @Test
    void manyMessagesAtOnceAreAnsweredInTheirOrderWhetherTakenOrNot() throws Exception {
        Mqtt5AsyncClient device = hub.connect5("cuff-1").toAsync();
        List<String> answered = Collections.synchronizedList(new ArrayList<>());

        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            String name = "message " + number;
            answers.add(device.publish(RunningHub.message(number % 3 == 0 ? "events" : "event", name))
                    .handle((taken, refused) -> answered.add(name + (refused == null ? " taken" : " refused"))));
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).join();

        assertThat(answered)
                .containsExactlyElementsOf(IntStream.range(0, 300)
                        .mapToObj(number -> "message %d %s".formatted(number, number % 3 == 0 ? "refused" : "taken"))
                        .toList());
        assertThat(hub.status().getInteger("queued")).isEqualTo(200);
        device.disconnect().join();
    }

    @Test
    void aFullQueueIsToldToTheDeviceAndEmptiesWhenThereIsALine() throws Exception {
        hub.restart(Map.of("DERWENT_EDGE_QUEUE_BYTES", String.valueOf(1024 * 1024)));
        Mqtt5BlockingClient device = hub.connect5("cuff-1");
        String large = "x".repeat(60_000);

        int taken = 0;
        Mqtt5PubAckException refused = null;
        while (refused == null && taken < 100) {
            refused = catchThrowableOfType(
                    Mqtt5PubAckException.class, () -> device.publish(RunningHub.message("event", large)));
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
        await().untilAsserted(
                        () -> assertThat(hub.status().getInteger("queued")).isZero());
        device.publish(RunningHub.message("event", "x"));
        device.disconnect();
    }

    @Test
    void aDeadLetterIsShownAndReplayedOnceItsCauseIsMended() throws Exception {
        gateway.answer(payload -> payload.equals("bad") ? new Answer(0x87, "not among its via") : new Answer(0, ""));
        gateway.open();
        hub.publish5("cuff-1", "event", "bad");
        await().untilAsserted(() -> assertThat(hub.status().getInteger("dead")).isOne());
        assertThat(hub.get("/dead-letters").body()).contains("0x87").contains("not among its via");
        assertThat(hub.get("/").body()).contains("<span class=\"detail\">0x87 (not among its via)</span>");

        gateway.answer(payload -> new Answer(0, ""));
        assertThat(hub.post("/dead-letters/all/replay", false).statusCode()).isEqualTo(403);
        assertThat(hub.post("/dead-letters/all/replay", true).body()).isEqualTo("{\"count\":1}");

        await().untilAsserted(() -> assertThat(gateway.received())
                .extracting(SocketGateway.Received::payload)
                .containsExactly("bad"));
        assertThat(hub.status().getInteger("dead")).isZero();
    }

    @Test
    void badOnesInTheMiddleOfAThousandAreSetAsideAndTheOthersArriveInOrderPerDevice() throws Exception {
        Set<String> triedBefore = ConcurrentHashMap.newKeySet();
        Map<String, Integer> forGood = Map.of("2 500", 0x99, "3 500", 0x87, "4 500", 0x90);
        Map<String, Integer> notNow = Map.of("0 300", 0x83, "1 300", 0x97, "2 300", 0x80);
        gateway.answer(payload -> new Answer(
                triedBefore.add(payload)
                        ? notNow.getOrDefault(payload, forGood.getOrDefault(payload, 0))
                        : forGood.getOrDefault(payload, 0),
                "because"));
        gateway.announcePacketsUpTo(1_000);
        gateway.open();

        List<String> expected = new ArrayList<>();
        List<CompletableFuture<?>> taken = new ArrayList<>();
        Mqtt5AsyncClient collector = hub.connect5("collector").toAsync();
        for (int number = 0; number < 1_000; number++) {
            int device = number % 5;
            boolean tooLarge = number == 501; // device 1
            String payload = tooLarge ? "x".repeat(1_000) : "%d %d".formatted(device, number - device);
            taken.add(collector.publish(RunningHub.message("event//device-" + device, payload)));
            if (!tooLarge && !forGood.containsKey(payload)) {
                expected.add(payload);
            }
        }
        CompletableFuture.allOf(taken.toArray(CompletableFuture[]::new)).join();

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(gateway.received()).hasSize(996));
        for (int device = 0; device < 5; device++) {
            String mine = device + " ";
            assertThat(payloads())
                    .filteredOn(payload -> payload.startsWith(mine))
                    .containsExactlyElementsOf(expected.stream()
                            .filter(payload -> payload.startsWith(mine))
                            .toList());
        }
        await().untilAsserted(
                        () -> assertThat(hub.status().getInteger("queued")).isZero());
        assertThat(hub.status().getInteger("dead")).isEqualTo(4);
        assertThat(deadLetters())
                .containsExactlyInAnyOrder("device-1 0x95", "device-2 0x99", "device-3 0x87", "device-4 0x90");
        assertThat(hub.status().getString("lastError")).contains("the gateway answers 0x");
        collector.disconnect().join();
    }

    private List<String> payloads() {
        return gateway.received().stream().map(SocketGateway.Received::payload).toList();
    }

    private List<String> deadLetters() throws Exception {
        return new JsonObject(hub.get("/dead-letters").body())
                .getJsonArray("deadLetters").stream()
                        .map(JsonObject.class::cast)
                        .map(letter -> letter.getString("device") + " " + letter.getString("reasonCode"))
                        .toList();
    }

    @Test
    void whatDoesNotFitTheQueueStaysADeadLetter() throws Exception {
        hub.restart(Map.of("DERWENT_EDGE_QUEUE_BYTES", String.valueOf(1024 * 1024)));
        gateway.answer(payload -> new Answer(0x87, "not among its via"));
        gateway.open();
        String large = "x".repeat(60_000);
        hub.publish5("cuff-1", "event", large);
        await().untilAsserted(() -> assertThat(hub.status().getInteger("dead")).isOne());
        gateway.shut();
        Mqtt5BlockingClient device = hub.connect5("cuff-1");
        assertThatThrownBy(() -> {
                    while (true) {
                        device.publish(RunningHub.message("event", large));
                    }
                })
                .isInstanceOf(Mqtt5PubAckException.class);

        HttpResponse<String> answer = hub.post("/dead-letters/all/replay", true);

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("the queue is full");
        assertThat(hub.status().getInteger("dead")).isOne();
        device.disconnect();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD, NOT_LET_IN, does not let this hub in",
        "CONNECTION_REFUSED_NOT_AUTHORIZED_5,         NOT_LET_IN, does not let this hub in",
        "CONNECTION_REFUSED_SERVER_BUSY,              NOT_NOW,    takes no connection at the moment",
    })
    void aGatewayThatDoesNotLetItInIsNotTakenForALostLine(MqttConnectReturnCode code, String trouble, String sentence)
            throws Exception {
        gateway.refuse(code);
        gateway.open();

        await().untilAsserted(
                        () -> assertThat(hub.status().getString("trouble")).isEqualTo(trouble));
        assertThat(hub.status().getBoolean("connected")).isFalse();
        assertThat(hub.status().getString("lastError")).startsWith("the gateway refuses the hub: 0x");
        assertThat(hub.get("/").body()).contains("<h2>Not connected</h2>").contains(sentence);
    }

    @Test
    void twoHubsOfOneNameAreTold() throws Exception {
        gateway.open();
        await().untilAsserted(
                        () -> assertThat(hub.status().getBoolean("connected")).isTrue());

        gateway.refuse(MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY);
        gateway.end(MqttDisconnectReasonCode.SESSION_TAKEN_OVER);

        await().untilAsserted(
                        () -> assertThat(hub.status().getString("trouble")).isEqualTo("NAME_IN_USE"));
        assertThat(hub.get("/").body()).contains("Another hub uses this hub's name");
    }

    @Test
    void whatIsNotTakenFromADeviceIsShownAtTheHub() throws Exception {
        Mqtt5BlockingClient device = hub.connect5("cuff-1");
        assertThatThrownBy(() -> device.publish(RunningHub.message("event/south/cuff-1", "x")))
                .isInstanceOf(Mqtt5PubAckException.class);
        device.publish(Mqtt5Publish.builder()
                .topic("telemetri")
                .qos(MqttQos.AT_MOST_ONCE)
                .build()); // nobody can tell it
        device.publish(RunningHub.message("event", "taken"));

        assertThat(hub.status().getInteger("refused")).isEqualTo(2);
        assertThat(hub.status().getString("lastRefusedDevice")).isEqualTo("cuff-1");
        assertThat(hub.status().getString("lastRefused")).startsWith("the topic starts with \"telemetri\"");
        assertThat(hub.get("/").body()).contains("<h2>Not taken from devices</h2>");
        device.disconnect();
    }

    @Test
    void telemetryWithoutAcknowledgementIsKeptAndForwarded() throws Exception {
        Mqtt5BlockingClient device = hub.connect5("cuff-1");
        device.publish(Mqtt5Publish.builder()
                .topic("telemetry")
                .qos(MqttQos.AT_MOST_ONCE)
                .payload("1".getBytes(StandardCharsets.UTF_8))
                .build());
        await().untilAsserted(
                        () -> assertThat(hub.status().getInteger("queued")).isOne());
        device.disconnect();

        gateway.open();

        await().untilAsserted(() -> assertThat(payloads()).containsExactly("1"));
        assertThat(gateway.received().get(0).topic()).startsWith("telemetry//cuff-1/?");
    }

    @Test
    void aClientWithoutAnIdIsGivenOne() {
        Mqtt5BlockingClient device = hub.client5().buildBlocking();

        device.connect();

        assertThat(device.getConfig().getClientIdentifier()).isPresent();
        device.publish(RunningHub.message("event//cuff-1", "1"));
        device.disconnect();
    }

    @Test
    void aClientThatConnectsAgainTakesThePlaceOfItsOldConnection() {
        Mqtt5BlockingClient before = hub.connect5("cuff-1");

        Mqtt5BlockingClient after = hub.connect5("cuff-1");

        await().untilAsserted(() -> assertThat(before.getState().isConnected()).isFalse());
        after.publish(RunningHub.message("event", "1"));
        assertThat(after.getState().isConnected()).isTrue();
        after.disconnect();
    }

    @Test
    void whoSubscribesIsToldNoInTheWordsOfItsVersion() {
        Mqtt5BlockingClient device5 = hub.connect5("cuff-1");
        Mqtt5SubAckException refused5 = Objects.requireNonNull(catchThrowableOfType(
                Mqtt5SubAckException.class,
                () -> device5.subscribeWith().topicFilter("command///req/#").send()));
        device5.unsubscribeWith().topicFilter("command///req/#").send();
        device5.disconnect();
        Mqtt3BlockingClient device3 = MqttClient.builder()
                .useMqttVersion3()
                .identifier("scale-1")
                .serverPort(hub.mqttPort())
                .buildBlocking();
        device3.connect();
        Mqtt3SubAckException refused3 = Objects.requireNonNull(catchThrowableOfType(
                Mqtt3SubAckException.class,
                () -> device3.subscribeWith().topicFilter("command///req/#").send()));
        device3.unsubscribeWith().topicFilter("command///req/#").send();
        device3.disconnect();

        assertThat(refused5.getMqttMessage().getReasonCodes()).containsExactly(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
        assertThat(refused3.getMqttMessage().getReturnCodes()).containsExactly(Mqtt3SubAckReturnCode.FAILURE);
    }

    @Test
    void aSecondHubOnItsDirectoryOrItsPortDoesNotStartAndSaysWhy() {
        assertThatThrownBy(() -> new RunningHub(directory.resolve("data"), gateway, Map.of()))
                .isInstanceOf(Hub.CannotStart.class)
                .hasMessageEndingWith("is in use by another hub");
        assertThatThrownBy(() -> new RunningHub(
                        directory.resolve("other"),
                        gateway,
                        Map.of("DERWENT_EDGE_MQTT", "127.0.0.1:" + hub.mqttPort())))
                .isInstanceOf(Hub.CannotStart.class)
                .hasMessageStartingWith("cannot open MQTT at 127.0.0.1:%d: Address already in use", hub.mqttPort());
        assertThatThrownBy(() -> new RunningHub(Files.writeString(directory.resolve("file"), ""), gateway, Map.of()))
                .isInstanceOf(Hub.CannotStart.class)
                .hasMessageContaining("the queue in %s cannot be opened".formatted(directory.resolve("file")));
    }

    @Test
    void thePageSaysInOneSentenceHowThingsStand() throws Exception {
        hub.publish5("cuff-1", "event", "1");

        HttpResponse<String> page = hub.get("/");

        assertThat(page.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("<h2>Not connected</h2>\n<p>The hub does not reach the gateway. Nothing is lost:")
                .contains("<dt>Waiting to be sent</dt><dd>1</dd>");
        assertThat(hub.get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(hub.get("/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void withAFileOfDevicesEachShowsItsPasswordAndSpeaksForItself() throws Exception {
        LocalDevices.NewDevice cuff = LocalDevices.make("cuff-1");
        LocalDevices.NewDevice box = LocalDevices.make("box");
        Path file = Files.writeString(directory.resolve("devices"), cuff.line() + "\n" + box.line() + ":*\n");
        hub.restart(Map.of("DERWENT_EDGE_DEVICES", file.toString(), "DERWENT_EDGE_MQTT", "0.0.0.0:0"));

        assertThatThrownBy(() -> hub.connect5("cuff-1", "wrong")).isInstanceOf(Mqtt5ConnAckException.class);
        assertThatThrownBy(() -> hub.connect5("any")).isInstanceOf(Mqtt5ConnAckException.class);
        Mqtt5BlockingClient device = hub.connect5("cuff-1@north", cuff.password());
        device.publish(RunningHub.message("event//cuff-1", "1"));
        assertThatThrownBy(() -> device.publish(RunningHub.message("event//scale-1", "2")))
                .isInstanceOf(Mqtt5PubAckException.class);
        device.disconnect();
        Mqtt5BlockingClient collector = hub.connect5("box", box.password());
        collector.publish(RunningHub.message("event//scale-1", "3"));
        collector.disconnect();

        assertThat(hub.status().getInteger("queued")).isEqualTo(2);
    }
}
