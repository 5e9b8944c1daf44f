package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAck;
import com.hivemq.client.mqtt.mqtt5.message.connect.connack.Mqtt5ConnAckReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAck;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import io.derwent.model.DeadLetter;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an MQTT 5 device sees, with HiveMQ's client, and what then stands on Kafka. */
class Mqtt5IT {
    private static final String TENANT = "five";
    private static final String READING_TYPE = "application/vnd.derwent.reading+json";
    private static final String PING_TYPE = "application/vnd.derwent.ping+json";
    private static final String OWN_PLACE = "5055123000012";
    private static final String READING =
            "{\"kind\":\"spo2\",\"effectiveTime\":\"2026-11-22T08:05:00+00:00\",\"percent\":97}";
    private static final RunningGateway GATEWAY = RunningGateway.shared();

    private final List<Mqtt5BlockingClient> clients = new ArrayList<>();
    private final List<Throwable> disconnects = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void register() {
        GATEWAY.withTenant(TENANT, "{\"defaults\":{\"ward\":\"north\",\"ttl\":60}}")
                .withTenant("lenient", "{\"ext\":{\"derwent\":{\"strict\":false}}}")
                .withDevice(TENANT, "oximeter", "{\"defaults\":{\"ward\":\"south\"}}")
                .withDevice(TENANT, "hub", "{}")
                .withDevice(TENANT, "scale", "{\"via\":[\"hub\"]}")
                .withDevice(TENANT, "stranger", "{}")
                .withDevice(TENANT, "disabled", "{\"enabled\":false}")
                .withDevice("lenient", "oximeter", "{}");
    }

    @AfterEach
    void disconnect() {
        clients.stream().filter(client -> client.getState().isConnected()).forEach(Mqtt5BlockingClient::disconnect);
    }

    @Test
    void theLimitsAreAnnounced() {
        Mqtt5BlockingClient client = client("oximeter", TENANT);

        Mqtt5ConnAck connAck = connect(client, "oximeter", TENANT, RunningGateway.PASSWORD);

        assertThat(connAck.isSessionPresent()).isFalse();
        assertThat(connAck.getRestrictions().getReceiveMaximum()).isEqualTo(GatewayConfig.Limits.DEFAULT.inFlight());
        assertThat(connAck.getRestrictions().getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(connAck.getRestrictions().getMaximumPacketSize())
                .isGreaterThan(GatewayConfig.Limits.DEFAULT.payloadBytes());
    }

    @Test
    void aReadingStandsOnTheTopicWithHonosHeaders() {
        Instant before = Instant.now();

        send(connected("oximeter"), "event", READING_TYPE, READING);

        ConsumerRecord<String, byte[]> written = last("hono.event." + TENANT, "oximeter");
        Map<String, String> headers = RunningGateway.headers(written);
        assertThat(Instant.ofEpochMilli(Long.parseLong(headers.get("creation-time"))))
                .isBetween(before.minusMillis(1), Instant.now());
        headers.remove("creation-time");
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "device_id", "oximeter",
                        "qos", "1",
                        "content-type", READING_TYPE,
                        "orig_adapter", "hono-mqtt",
                        "orig_address", "event",
                        "ttl", "60000",
                        "ward", "south"));
        assertThat(new String(written.value(), StandardCharsets.UTF_8)).isEqualTo(READING);
    }

    @Test
    void thePropertyBagWins() {
        String topic = "e/?content-type=text%2Fplain&hono-ttl=5&on-error=ignore";

        send(connected("oximeter"), topic, "application/json", "hello");

        assertThat(RunningGateway.headers(last("hono.event." + TENANT, "oximeter")))
                .containsEntry("content-type", "text/plain")
                .containsEntry("ttl", "5000")
                .containsEntry("orig_address", topic)
                .containsEntry("qos", "1");
    }

    @Test
    void aRetainedMessageSaysSoInItsHeader() {
        Mqtt5BlockingClient client = connected("stranger");

        client.publishWith()
                .topic("t")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .payload(bytes("x"))
                .send();

        assertThat(RunningGateway.headers(last("hono.telemetry." + TENANT, "stranger")))
                .containsEntry("x-opt-retain", "true")
                .containsEntry("content-type", "application/octet-stream");
    }

    @Test
    void telemetryOfQos0IsForwarded() {
        Mqtt5BlockingClient client = connected("scale");

        client.publishWith()
                .topic("telemetry")
                .qos(MqttQos.AT_MOST_ONCE)
                .payload(bytes("0"))
                .send();

        Awaitility.await()
                .untilAsserted(() -> assertThat(RunningGateway.headers(last("hono.telemetry." + TENANT, "scale")))
                        .containsEntry("qos", "0"));
    }

    @Test
    void aGatewayDeviceSendsForAnother() {
        send(connected("hub"), "event//scale", READING_TYPE, READING);

        assertThat(last("hono.event." + TENANT, "scale").key()).isEqualTo("scale");
    }

    @Test
    void whatCannotBeReadIsRefusedAndKeptOnceAsADeadLetter() {
        Mqtt5BlockingClient client = connected("oximeter");
        String wrong = "{\"kind\":\"spo2\",\"percent\":" + (1000 + System.nanoTime() % 1000) + "}";

        for (int i = 0; i < 2; i++) {
            assertRefused(
                    client, "event", READING_TYPE, wrong, Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID, "percent");
        }

        List<DeadLetter> letters = GATEWAY.records(DerwentTopics.DEAD_LETTERS).stream()
                .map(record -> Codecs.deadLetters().decode(record.value()))
                .filter(letter -> new String(letter.payload(), StandardCharsets.UTF_8).equals(wrong))
                .toList();
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("hono.event." + TENANT);
            assertThat(letter.reason()).contains("percent");
            assertThat(letter.headers()).contains(new DeadLetter.Header("device_id", "oximeter"));
        });
        assertThat(client.getState().isConnected()).isTrue();
    }

    @Test
    void pingsAreReadAtTheDoorAsReadingsAre() {
        Mqtt5BlockingClient client = connected("oximeter");

        assertRefused(
                client,
                "telemetry",
                PING_TYPE,
                "[{\"reader\":\"oximeter\",\"epc\":\"3415348A4C000000000001A1\"},{\"reader\":\"oximeter\",\"epc\":\"no\"}]",
                Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID,
                "element 1: epc is \"no\"");
        send(client, "telemetry", PING_TYPE, "[]");
    }

    @Test
    void aReaderNamesItselfOrAPlaceOfItsOwn() {
        GATEWAY.withDevice(TENANT, "reader-1", "{}").withReader(TENANT, "reader-1", OWN_PLACE);
        Mqtt5BlockingClient client = connected("reader-1");

        send(client, "event", PING_TYPE, ping("reader-1"));
        send(client, "event", PING_TYPE, "[%s,%s]".formatted(ping("reader-1"), ping(OWN_PLACE)));

        String taken = "[%s,%s]".formatted(ping(OWN_PLACE), ping("5055123000029"));
        String reason = "element 1: reader is \"5055123000029\", the device's own id (reader-1) or a place registered";
        assertRefused(client, "event", PING_TYPE, taken, Mqtt5PubAckReasonCode.NOT_AUTHORIZED, reason);
        assertThat(client.getState().isConnected()).isTrue();
        assertThat(GATEWAY.records("hono.event." + TENANT))
                .noneSatisfy(record -> assertThat(record.value()).isEqualTo(bytes(taken)));
    }

    @Test
    void aDeviceThatIsNoReaderNamesNoPlace() {
        Mqtt5BlockingClient client = connected("oximeter");

        send(client, "event", PING_TYPE, ping("oximeter"));
        assertRefused(
                client,
                "event",
                PING_TYPE,
                ping(OWN_PLACE),
                Mqtt5PubAckReasonCode.NOT_AUTHORIZED,
                "element 0: reader is \"%s\"".formatted(OWN_PLACE));
    }

    @Test
    void whatAHubSendsForAReaderNamesTheReader() {
        GATEWAY.withDevice(TENANT, "reader-2", "{\"via\":[\"hub\"]}").withReader(TENANT, "reader-2", OWN_PLACE);
        Mqtt5BlockingClient client = connected("hub");

        send(client, "event//reader-2", PING_TYPE, ping(OWN_PLACE));
        assertRefused(
                client, "event//reader-2", PING_TYPE, ping("hub"), Mqtt5PubAckReasonCode.NOT_AUTHORIZED, "(reader-2)");
    }

    @Test
    void aPlaceCountsFromTheMomentItIsRegisteredUntilItIsTakenAway() {
        GATEWAY.withDevice(TENANT, "reader-3", "{}");
        Mqtt5BlockingClient client = connected("reader-3");
        assertRefused(client, "event", PING_TYPE, ping(OWN_PLACE), Mqtt5PubAckReasonCode.NOT_AUTHORIZED, "(reader-3)");

        GATEWAY.withReader(TENANT, "reader-3", OWN_PLACE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .ignoreExceptions()
                .untilAsserted(() -> send(client, "event", PING_TYPE, ping(OWN_PLACE)));

        GATEWAY.withoutPlace(TENANT, "reader-3");
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertRefused(
                        client,
                        "event",
                        PING_TYPE,
                        ping(OWN_PLACE),
                        Mqtt5PubAckReasonCode.NOT_AUTHORIZED,
                        "(reader-3)"));
    }

    @Test
    void aLenientTenantsPayloadsAreNotReadAtTheDoor() {
        Mqtt5BlockingClient client = client("oximeter", "lenient");
        connect(client, "oximeter", "lenient", RunningGateway.PASSWORD);

        send(client, "event", READING_TYPE, "not JSON");

        assertThat(last("hono.event.lenient", "oximeter").value()).isEqualTo(bytes("not JSON"));
    }

    @Test
    void theConnectionStaysWhateverIsRefused() {
        Mqtt5BlockingClient client = connected("hub");

        assertRefused(client, "rubbish", "", "x", Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID, "rubbish");
        assertRefused(client, "event//stranger", "", "x", Mqtt5PubAckReasonCode.NOT_AUTHORIZED, "via");
        assertRefused(client, "event//nobody", "", "x", Mqtt5PubAckReasonCode.NOT_AUTHORIZED, "nobody");
        assertRefused(client, "event/lenient/oximeter", "", "x", Mqtt5PubAckReasonCode.NOT_AUTHORIZED, "tenant");
        assertRefused(client, "event", "", "", Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID, "empty");

        send(client, "event//scale", READING_TYPE, READING);
        assertThat(client.getState().isConnected()).isTrue();
    }

    @Test
    void onErrorIgnoreGetsAPlainPuback() {
        send(connected("oximeter"), "event/?on-error=ignore", READING_TYPE, "not JSON");
    }

    @Test
    void onErrorDisconnectIsDisconnectedWithTheReason() {
        Mqtt5BlockingClient client = connected("stranger");

        assertThatThrownBy(() -> send(client, "event/?on-error=disconnect", READING_TYPE, "not JSON"))
                .isInstanceOf(Exception.class);

        assertDisconnected(Mqtt5DisconnectReasonCode.PAYLOAD_FORMAT_INVALID);
    }

    @Test
    void theErrorTopicSaysWhatWentWrong() {
        Mqtt5BlockingClient client = connected("oximeter");
        List<Mqtt5Publish> errors = new CopyOnWriteArrayList<>();
        client.toAsync()
                .subscribeWith()
                .topicFilter("error///#")
                .qos(MqttQos.AT_MOST_ONCE)
                .callback(errors::add)
                .send()
                .join();

        assertRefused(
                client,
                "event/?correlation-id=42",
                READING_TYPE,
                "not JSON",
                Mqtt5PubAckReasonCode.PAYLOAD_FORMAT_INVALID,
                "JSON");

        Awaitility.await().until(() -> errors.size() == 1);
        assertThat(errors.get(0).getTopic()).hasToString("error///event/42/400");
        assertThat(new String(errors.get(0).getPayloadAsBytes(), StandardCharsets.UTF_8))
                .contains("\"code\":400", "\"correlation-id\":\"42\"", "not JSON");
    }

    @Test
    void otherTopicFiltersAreRefusedClearly() {
        Mqtt5BlockingClient client = connected("oximeter");

        assertThatThrownBy(() -> client.subscribeWith().topicFilter("command/#").send())
                .isInstanceOfSatisfying(
                        Mqtt5SubAckException.class,
                        refused -> assertThat(refused.getMqttMessage().getReasonString())
                                .hasValueSatisfying(reason ->
                                        assertThat(reason.toString()).contains("command/[tenant]/[device]/req/#")));
    }

    @Test
    void wrongCredentialsAndDisabledDevicesAreToldApartByTheirCodes() {
        assertNotLetIn("oximeter", TENANT, "wrong", Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertNotLetIn("nobody", TENANT, "x", Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertNotLetIn("oximeter", "nowhere", "x", Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
        assertNotLetIn("disabled", TENANT, RunningGateway.PASSWORD, Mqtt5ConnAckReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void theSameClientIdTakesOver() {
        connect(named("twice"), "oximeter", TENANT, RunningGateway.PASSWORD);
        Mqtt5BlockingClient second = named("twice");

        connect(second, "oximeter", TENANT, RunningGateway.PASSWORD);

        assertDisconnected(Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER);
        send(second, "event", READING_TYPE, READING);
    }

    @Test
    void aDeviceThatIsSwitchedOffIsDisconnected() {
        GATEWAY.withDevice(TENANT, "lost", "{}");
        connected("lost");

        GATEWAY.call("PUT", "/v1/devices/%s/lost".formatted(TENANT), "{\"enabled\":false}");

        assertDisconnected(Mqtt5DisconnectReasonCode.ADMINISTRATIVE_ACTION);
    }

    @Test
    void aDeviceWhoseCredentialsAreReplacedIsDisconnected() {
        GATEWAY.withDevice(TENANT, "leaked", "{}");
        connected("leaked");

        GATEWAY.putCredentials(TENANT, "leaked", RunningGateway.credentials("leaked", "another-long-password-1234"));

        assertDisconnected(Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
        assertNotLetIn("leaked", TENANT, RunningGateway.PASSWORD, Mqtt5ConnAckReasonCode.BAD_USER_NAME_OR_PASSWORD);
    }

    @Test
    void aSecondSecretLeavesTheConnectionAlone() {
        GATEWAY.withDevice(TENANT, "rotating", "{}");
        Mqtt5BlockingClient client = connected("rotating");
        String id = GATEWAY.call("GET", "/v1/credentials/%s/rotating".formatted(TENANT), "")
                .body()
                .replaceAll(".*\"id\":\"([^\"]+)\".*", "$1");

        GATEWAY.putCredentials(TENANT, "rotating", """
                [{"type":"hashed-password","auth-id":"rotating",
                  "secrets":[{"id":"%s"},{"pwd-plain":"the-next-long-password"}]}]""".formatted(id));
        connect(client("rotating", TENANT), "rotating", TENANT, "the-next-long-password");

        send(client, "event", READING_TYPE, READING);
    }

    @Test
    void aConnectionEndsWithTheSecretItBeganWith() {
        GATEWAY.withDevice(TENANT, "expiring", "{}");
        GATEWAY.putCredentials(TENANT, "expiring", """
                [{"type":"hashed-password","auth-id":"expiring",
                  "secrets":[{"pwd-plain":"%s","not-after":"%s"}]}]""".formatted(
                        RunningGateway.PASSWORD, Instant.now().plusSeconds(2)));
        connected("expiring");

        assertDisconnected(Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
    }

    @Test
    void takingAwayTheViaTakesAwayTheRight() {
        GATEWAY.withDevice(TENANT, "borrowed", "{\"via\":[\"hub\"]}");
        Mqtt5BlockingClient hub = connected("hub");
        send(hub, "event//borrowed", READING_TYPE, READING);

        GATEWAY.call("PUT", "/v1/devices/%s/borrowed".formatted(TENANT), "{}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertRefused(
                        hub, "event//borrowed", READING_TYPE, READING, Mqtt5PubAckReasonCode.NOT_AUTHORIZED, "via"));
    }

    private Mqtt5BlockingClient connected(String authId) {
        Mqtt5BlockingClient client = client(authId, TENANT);
        connect(client, authId, TENANT, RunningGateway.PASSWORD);
        return client;
    }

    private Mqtt5BlockingClient client(String authId, String tenant) {
        return named(authId + "-" + tenant + "-" + System.nanoTime());
    }

    private Mqtt5BlockingClient named(String clientId) {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(GATEWAY.mqttPort())
                .addDisconnectedListener(this::onDisconnected)
                .buildBlocking();
        clients.add(client);
        return client;
    }

    private void onDisconnected(MqttClientDisconnectedContext context) {
        disconnects.add(context.getCause());
    }

    private static Mqtt5ConnAck connect(Mqtt5BlockingClient client, String authId, String tenant, String password) {
        return client.connectWith()
                .simpleAuth()
                .username(authId + "@" + tenant)
                .password(bytes(password))
                .applySimpleAuth()
                .send();
    }

    private void assertNotLetIn(String authId, String tenant, String password, Mqtt5ConnAckReasonCode code) {
        assertThatThrownBy(() -> connect(client(authId, tenant), authId, tenant, password))
                .isInstanceOfSatisfying(
                        Mqtt5ConnAckException.class,
                        refused -> assertThat(refused.getMqttMessage().getReasonCode())
                                .isEqualTo(code));
    }

    private void assertDisconnected(Mqtt5DisconnectReasonCode code) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(disconnects)
                        .anySatisfy(cause -> assertThat(cause)
                                .isInstanceOfSatisfying(
                                        Mqtt5DisconnectException.class,
                                        disconnect -> assertThat(disconnect
                                                        .getMqttMessage()
                                                        .getReasonCode())
                                                .isEqualTo(code))));
    }

    private static void send(Mqtt5BlockingClient client, String topic, String contentType, String payload) {
        var publish =
                Mqtt5Publish.builder().topic(topic).qos(MqttQos.AT_LEAST_ONCE).payload(bytes(payload));
        client.publish(
                contentType.isEmpty()
                        ? publish.build()
                        : publish.contentType(contentType).build());
    }

    private static void assertRefused(
            Mqtt5BlockingClient client,
            String topic,
            String contentType,
            String payload,
            Mqtt5PubAckReasonCode code,
            String reason) {
        assertThatThrownBy(() -> send(client, topic, contentType, payload))
                .isInstanceOfSatisfying(Mqtt5PubAckException.class, refused -> {
                    Mqtt5PubAck pubAck = refused.getMqttMessage();
                    assertThat(pubAck.getReasonCode()).isEqualTo(code);
                    assertThat(pubAck.getReasonString().map(Object::toString))
                            .hasValueSatisfying(text -> assertThat(text).contains(reason));
                });
    }

    private static ConsumerRecord<String, byte[]> last(String topic, String device) {
        List<ConsumerRecord<String, byte[]>> records = GATEWAY.records(topic);
        Optional<ConsumerRecord<String, byte[]>> last =
                records.stream().filter(record -> device.equals(record.key())).reduce((first, second) -> second);
        assertThat(last).as("a record of %s on %s", device, topic).isPresent();
        return last.orElseThrow();
    }

    private static String ping(String reader) {
        return "{\"reader\":\"%s\",\"antenna\":1,\"epc\":\"3415348A4C000000000001A1\",\"rssi\":-58}".formatted(reader);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
