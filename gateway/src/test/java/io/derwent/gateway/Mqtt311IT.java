package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an MQTT 3.1.1 device sees, with Paho's client: Hono's table, since the protocol has no reason codes. */
class Mqtt311IT {
    private static final String TENANT = "three";
    private static final String UNREADABLE = "event/?content-type=application%2Fvnd.derwent.reading%2Bjson";
    private static final RunningGateway GATEWAY = RunningGateway.shared();

    private final List<MqttClient> clients = new ArrayList<>();

    @BeforeAll
    static void register() {
        GATEWAY.withTenant(TENANT, "{}")
                .withDevice(TENANT, "cuff", "{}")
                .withDevice(TENANT, "off", "{\"enabled\":false}");
    }

    @AfterEach
    void disconnect() throws MqttException {
        for (MqttClient client : clients) {
            if (client.isConnected()) {
                client.disconnectForcibly(100, 1000);
            }
            client.close(true);
        }
    }

    @Test
    void aMessageIsAcknowledgedAndStandsOnTheTopic() throws MqttException {
        connect("cuff", RunningGateway.PASSWORD).publish("telemetry", message("hello", 1));

        assertThat(GATEWAY.records("hono.telemetry." + TENANT))
                .anySatisfy(record -> assertThat(record.value()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whoDoesNotListenForErrorsIsDisconnected() throws MqttException {
        MqttClient client = connect("cuff", RunningGateway.PASSWORD);

        assertThatThrownBy(() -> client.publish(UNREADABLE, message("not JSON", 1)))
                .isInstanceOf(MqttException.class);

        assertThat(client.isConnected()).isFalse();
    }

    @Test
    void whoListensForErrorsGetsTheErrorAndThenThePuback() throws MqttException {
        MqttClient client = connect("cuff", RunningGateway.PASSWORD);
        List<String> errors = new CopyOnWriteArrayList<>();
        client.subscribe("e///#", 0, (topic, error) -> errors.add(topic + " " + error));

        client.publish(UNREADABLE + "&correlation-id=abc", message("not JSON", 1));

        Awaitility.await().until(() -> errors.size() == 1);
        assertThat(errors.get(0)).startsWith("e///event/abc/400 {").contains("not JSON");
        client.unsubscribe("e///#");
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void aReaderThatNamesAnotherPlaceIsNotAllowedTo() throws MqttException {
        MqttClient client = connect("cuff", RunningGateway.PASSWORD);
        List<String> errors = new CopyOnWriteArrayList<>();
        client.subscribe("error///#", 0, (topic, error) -> errors.add(topic + " " + error));

        client.publish(
                "event/?content-type=application%2Fvnd.derwent.ping%2Bjson&correlation-id=abc",
                message("{\"reader\":\"5055123000012\",\"epc\":\"3415348A4C000000000001A1\"}", 1));

        Awaitility.await().until(() -> errors.size() == 1);
        assertThat(errors.get(0))
                .startsWith("error///event/abc/403 {")
                .contains("element 0: reader is \\\"5055123000012\\\", the device's own id (cuff) or a place");
        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void skipAckGetsNoPuback() throws MqttException {
        MqttClient client = connect("cuff", RunningGateway.PASSWORD);
        client.setTimeToWait(1000);

        assertThatThrownBy(() -> client.publish(UNREADABLE + "&on-error=skip-ack", message("not JSON", 1)))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        error -> assertThat(error.getReasonCode()).isEqualTo(MqttException.REASON_CODE_CLIENT_TIMEOUT));

        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void ignoreGetsThePuback() throws MqttException {
        connect("cuff", RunningGateway.PASSWORD).publish(UNREADABLE + "&on-error=ignore", message("not JSON", 1));
    }

    @Test
    void ignoreCountsForTopicsWeDoNotServe() throws MqttException {
        MqttClient client = connect("cuff", RunningGateway.PASSWORD);

        client.publish("rubbish/?on-error=ignore", message("x", 1));

        assertThat(client.isConnected()).isTrue();
    }

    @Test
    void qos2EndsTheConnection() throws MqttException {
        MqttClient client = connect("cuff", RunningGateway.PASSWORD);

        assertThatThrownBy(() -> client.publish("event", message("x", 2))).isInstanceOf(MqttException.class);

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !client.isConnected());
    }

    @Test
    void aMessageTooLargeEndsTheConnection() throws MqttException {
        MqttClient client = connect("cuff", RunningGateway.PASSWORD);

        assertThatThrownBy(() -> client.publish("event", message("x".repeat(70_000), 1)))
                .isInstanceOf(MqttException.class);

        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !client.isConnected());
    }

    @Test
    void whoIsNotLetInSeesTheCode() {
        assertThatThrownBy(() -> connect("cuff", "wrong"))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        error -> assertThat(error.getReasonCode())
                                .isEqualTo(MqttException.REASON_CODE_FAILED_AUTHENTICATION));
        assertThatThrownBy(() -> connect("off", RunningGateway.PASSWORD))
                .isInstanceOfSatisfying(
                        MqttException.class,
                        error -> assertThat(error.getReasonCode()).isEqualTo(MqttException.REASON_CODE_NOT_AUTHORIZED));
    }

    private MqttClient connect(String authId, String password) throws MqttException {
        MqttClient client = new MqttClient(
                "tcp://127.0.0.1:" + GATEWAY.mqttPort(), authId + System.nanoTime(), new MemoryPersistence());
        clients.add(client);
        client.setTimeToWait(10_000);
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName(authId + "@" + TENANT);
        options.setPassword(password.toCharArray());
        client.connect(options);
        return client;
    }

    private static MqttMessage message(String payload, int qos) {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8));
        message.setQos(qos);
        return message;
    }
}
