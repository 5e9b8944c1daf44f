package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tenant's applications hear of its devices' connections. */
class ConnectionEventsIT {
    private static final String CONNECTION_EVENT = "application/vnd.eclipse-hono-dc-notification+json";

    private final List<MqttClient> clients = new ArrayList<>();

    @AfterEach
    void close() throws MqttException {
        for (MqttClient client : clients) {
            client.close(true);
        }
    }

    @Test
    void connectingAndDisconnectingAreEventsOfTheDevice() throws MqttException {
        try (RunningGateway gateway = RunningGateway.withConnectionEvents()
                .withTenant("told", "{\"defaults\":{\"site\":\"north\",\"ttl\":60,\"ttl-telemetry-qos0\":5}}")
                .withDevice("told", "cuff", "{\"defaults\":{\"ward\":\"south\"}}")) {
            MqttClient client = connect(gateway, "told", "cuff-client");
            awaitCauses(gateway, "told", "connected");
            client.disconnect();
            awaitCauses(gateway, "told", "connected", "disconnected");

            List<ConsumerRecord<String, byte[]>> events = gateway.records("hono.event.told");
            assertThat(events).allSatisfy(event -> {
                Map<String, String> headers = RunningGateway.headers(event);
                assertThat(event.key()).isEqualTo("cuff");
                assertThat(Long.parseLong(headers.remove("creation-time"))).isPositive();
                assertThat(headers)
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                "device_id", "cuff",
                                "qos", "1",
                                "content-type", CONNECTION_EVENT,
                                "ttl", "60000",
                                "site", "north"));
            });
            assertThat(payload(events.get(0)))
                    .isEqualTo(new JsonObject()
                            .put("cause", "connected")
                            .put("remote-id", "cuff-client")
                            .put("source", "hono-mqtt"));
            assertThat(payload(events.get(1)).getString("cause")).isEqualTo("disconnected");
        }
    }

    @Test
    void aClientThatConnectsAgainBeforeItsOldConnectionIsGoneStaysConnected() throws MqttException {
        try (RunningGateway gateway =
                RunningGateway.withConnectionEvents().withTenant("again", "{}").withDevice("again", "cuff", "{}")) {
            MqttClient before = connect(gateway, "again", "same");
            MqttClient after = connect(gateway, "again", "same");
            Awaitility.await().until(() -> !before.isConnected());

            after.disconnect();

            awaitCauses(gateway, "again", "connected", "connected", "disconnected");
        }
    }

    @Test
    void whoeverIsConnectedWhenTheGatewayStopsIsToldOfAsDisconnected() throws MqttException {
        RunningGateway gateway = RunningGateway.withConnectionEvents()
                .withTenant("stopped", "{}")
                .withDevice("stopped", "cuff", "{}");
        for (int i = 0; i < 20; i++) {
            connect(gateway, "stopped", "client-" + i);
        }

        gateway.close();

        assertThat(causes(gateway, "stopped").stream().filter("disconnected"::equals))
                .hasSize(20);
    }

    @Test
    void unlessToldOtherwiseTheyAreInTheLogOnly() throws MqttException {
        RunningGateway gateway =
                RunningGateway.shared().withTenant("untold", "{}").withDevice("untold", "cuff", "{}");

        connect(gateway, "untold", "cuff-client").disconnect();
        MqttClient client = connect(gateway, "untold", "cuff-client");
        client.publish("event", new byte[] {1}, 1, false);
        client.disconnect();

        assertThat(gateway.records("hono.event.untold")).hasSize(1);
    }

    private static void awaitCauses(RunningGateway gateway, String tenant, String... causes) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(causes(gateway, tenant)).containsExactly(causes));
    }

    private static List<String> causes(RunningGateway gateway, String tenant) {
        return gateway.records("hono.event." + tenant).stream()
                .map(event -> payload(event).getString("cause"))
                .toList();
    }

    private static JsonObject payload(ConsumerRecord<String, byte[]> event) {
        return new JsonObject(new String(event.value(), StandardCharsets.UTF_8));
    }

    private MqttClient connect(RunningGateway gateway, String tenant, String clientId) throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + gateway.mqttPort(), clientId, new MemoryPersistence());
        clients.add(client);
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName("cuff@" + tenant);
        options.setPassword(RunningGateway.PASSWORD.toCharArray());
        client.connect(options);
        return client;
    }
}
