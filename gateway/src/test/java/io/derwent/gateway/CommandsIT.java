package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands from Kafka to devices and back, with HiveMQ's client (MQTT 5) and Paho (3.1.1), on one gateway and on two. */
class CommandsIT {
    private static final RunningGateway GATEWAY = RunningGateway.shared();
    private static final AtomicInteger TENANTS = new AtomicInteger();
    private static final String EMPTY = "application/vnd.eclipse-hono-empty-notification";
    private static final String FAILURE = "application/vnd.eclipse-hono-delivery-failure-notification+json";

    private final List<Mqtt5AsyncClient> clients = new ArrayList<>();
    private final String tenant = "commands-" + TENANTS.incrementAndGet();

    @BeforeEach
    void register() {
        GATEWAY.withTenant(tenant, "{\"defaults\":{\"site\":\"north\"}}")
                .withDevice(tenant, "hub", "{}")
                .withDevice(tenant, "other-hub", "{\"memberOf\":[\"hubs\"]}")
                .withDevice(tenant, "cuff", "{\"via\":[\"hub\"],\"viaGroups\":[\"hubs\"]}")
                .withDevice(tenant, "stranger", "{}");
    }

    @AfterEach
    void disconnect() {
        clients.stream()
                .filter(client -> client.getState().isConnected())
                .forEach(client -> client.disconnect().join());
    }

    @Test
    void aOneWayCommandComesOnTheTopicOfTheSubscription() {
        List<Mqtt5Publish> received = listen(connected(GATEWAY, "cuff"), "command///req/#", MqttQos.AT_LEAST_ONCE);

        send("cuff", Map.of("subject", "setVolume", "content-type", "application/json"), "{\"volume\":3}");

        Awaitility.await().until(() -> received.size() == 1);
        assertThat(received.get(0).getTopic()).hasToString("command///req//setVolume");
        assertThat(received.get(0).getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(received.get(0).getContentType())
                .hasValueSatisfying(type -> assertThat(type).hasToString("application/json"));
        assertThat(text(received.get(0))).isEqualTo("{\"volume\":3}");
    }

    @Test
    void aRequestIsAnsweredOnTheTopicOfResponses() throws MqttException {
        List<String> topics = new CopyOnWriteArrayList<>();
        var client = new org.eclipse.paho.client.mqttv3.MqttClient(
                "tcp://127.0.0.1:" + GATEWAY.mqttPort(), "cuff-3", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setUserName("cuff@" + tenant);
        options.setPassword(RunningGateway.PASSWORD.toCharArray());
        client.connect(options);
        client.subscribe("c///q/#", 0, (topic, message) -> topics.add(topic));

        send("cuff", Map.of("subject", "read", "response-required", "true", "correlation-id", "a/1"), "");

        Awaitility.await().until(() -> topics.size() == 1);
        assertThat(topics.get(0)).isEqualTo("c///q/a%2F1/read");
        client.publish("c///s/" + topics.get(0).split("/", -1)[4] + "/204", new byte[0], 1, false);
        client.disconnect();
        client.close();
        ConsumerRecord<String, byte[]> response = onlyResponse();
        assertThat(response.key()).isEqualTo("cuff");
        Map<String, String> headers = RunningGateway.headers(response);
        assertThat(Long.parseLong(headers.remove("creation-time"))).isPositive();
        assertThat(headers)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "correlation-id",
                        "a/1",
                        "device_id",
                        "cuff",
                        "tenant_id",
                        tenant,
                        "status",
                        "204",
                        "site",
                        "north"));
    }

    @Test
    void whoSubscribesAndWhoLeavesIsToldToTheApplications() {
        Mqtt5AsyncClient client = connected(GATEWAY, "hub");
        listen(client, "command//+/req/#", MqttQos.AT_LEAST_ONCE);
        listen(client, "command//cuff/req/#", MqttQos.AT_LEAST_ONCE);
        awaitNotifications("hub -1", "cuff -1");
        client.unsubscribeWith().topicFilter("command//cuff/req/#").send().join();
        awaitNotifications("hub -1", "cuff -1", "cuff 0");

        client.disconnect().join();

        awaitNotifications("hub -1", "cuff -1", "cuff 0", "hub 0");
        assertThat(notifications())
                .allSatisfy(event -> assertThat(RunningGateway.headers(event))
                        .containsEntry("qos", "1")
                        .containsEntry("orig_adapter", "hono-mqtt")
                        .containsEntry("site", "north"));
    }

    @Test
    void aClientThatConnectsAgainIsNotSaidToBeGone() {
        Mqtt5AsyncClient first = connected(GATEWAY, "hub");
        listen(first, "command///req/#", MqttQos.AT_LEAST_ONCE);
        Mqtt5AsyncClient second = connected(GATEWAY, "hub");
        listen(second, "command///req/#", MqttQos.AT_LEAST_ONCE);

        first.disconnect().join();

        List<Mqtt5Publish> received = listen(second, "c///q/#", MqttQos.AT_LEAST_ONCE);
        send("hub", Map.of("subject", "x"), "1");
        Awaitility.await().until(() -> received.size() == 1);
        awaitNotifications("hub -1", "hub -1", "hub -1");
    }

    @Test
    void aSubscriptionForTheVeryDeviceIsBeforeTheOneForAll() {
        List<Mqtt5Publish> all = listen(connected(GATEWAY, "hub"), "command//+/req/#", MqttQos.AT_LEAST_ONCE);
        List<Mqtt5Publish> one = listen(connected(GATEWAY, "other-hub"), "command//cuff/req/#", MqttQos.AT_LEAST_ONCE);
        listen(connected(GATEWAY, "stranger"), "command//+/req/#", MqttQos.AT_LEAST_ONCE);

        send("cuff", Map.of("subject", "a"), "");
        send("hub", Map.of("subject", "b"), "");

        Awaitility.await().until(() -> all.size() == 1 && one.size() == 1);
        assertThat(one.get(0).getTopic()).hasToString("command//cuff/req//a");
        assertThat(all.get(0).getTopic()).hasToString("command///req//b");
    }

    @Test
    void aCommandReachesItsDeviceOnceWhicheverGatewayItIsConnectedTo() {
        try (RunningGateway another = GATEWAY.besideIt()) {
            List<Mqtt5Publish> here = listen(connected(GATEWAY, "hub"), "command//+/req/#", MqttQos.AT_LEAST_ONCE);
            List<Mqtt5Publish> there =
                    listen(connected(another, "other-hub"), "command//+/req/#", MqttQos.AT_LEAST_ONCE);

            send("cuff", Map.of("subject", "to-the-latest"), "");
            send("hub", Map.of("subject", "to-the-first"), "");
            send("stranger", request("nobody-listens"), "");

            Awaitility.await().until(() -> here.size() == 1 && there.size() == 1);
            assertThat(there.get(0).getTopic()).hasToString("command//cuff/req//to-the-latest");
            assertThat(here.get(0).getTopic()).hasToString("command///req//to-the-first");
            assertThat(RunningGateway.headers(onlyResponse())).containsEntry("status", "503");
            send("stranger", request("again"), "");
            Awaitility.await().until(() -> responses().size() == 2);
        }
    }

    @Test
    void aSenderThatWaitsIsToldThatNobodyListens() {
        send(
                "cuff",
                Map.of(
                        "subject",
                        "read",
                        "response-required",
                        "true",
                        "correlation-id",
                        "7",
                        "delivery-failure-notification-metadata[id]",
                        "mine"),
                "");

        ConsumerRecord<String, byte[]> failure = onlyResponse();
        assertThat(RunningGateway.headers(failure))
                .containsEntry("correlation-id", "7")
                .containsEntry("device_id", "cuff")
                .containsEntry("tenant_id", tenant)
                .containsEntry("status", "503")
                .containsEntry("content-type", FAILURE)
                .containsEntry("delivery-failure-notification-metadata[id]", "mine")
                .containsKey("creation-time");
        assertThat(new JsonObject(new String(failure.value(), StandardCharsets.UTF_8)).getString("error"))
                .contains("does not listen");
    }

    @Test
    void aSenderIsToldOfItsOwnMistakesAndOfUnknownDevices() {
        send("nobody", request("1"), "");
        send("cuff", Map.of("response-required", "true", "correlation-id", "2"), "");

        Awaitility.await().until(() -> responses().size() == 2);
        assertThat(responses().stream()
                        .map(record -> RunningGateway.headers(record).get("correlation-id") + " "
                                + RunningGateway.headers(record).get("status")))
                .containsExactlyInAnyOrder("1 404", "2 400");
    }

    @Test
    void withoutAPubackACommandIsNotDelivered() {
        try (RawMqtt silent = new RawMqtt(GATEWAY.mqttPort())) {
            silent.connected("cuff", tenant).write(RawMqtt.subscribe(1, "command///req/#", 1));
            silent.read();

            send("cuff", request("8"), "");

            ConsumerRecord<String, byte[]> failure = onlyResponse();
            assertThat(RunningGateway.headers(failure))
                    .containsEntry("status", "503")
                    .containsEntry("correlation-id", "8");
            assertThat(new String(failure.value(), StandardCharsets.UTF_8)).contains("no PUBACK within 1000 ms");
        }
    }

    @Test
    void whatIsNotWorthDeliveringAnyMoreIsNotDeliveredAndItsSenderIsTold() {
        List<Mqtt5Publish> received = listen(connected(GATEWAY, "cuff"), "command///req/#", MqttQos.AT_LEAST_ONCE);
        String anHourAgo = Long.toString(System.currentTimeMillis() - 3_600_000);
        Map<String, String> late = new HashMap<>(request("9"));
        late.putAll(Map.of("creation-time", anHourAgo, "ttl", "60000"));

        send("cuff", late, "");
        send("cuff", Map.of("subject", "in-time", "creation-time", anHourAgo, "ttl", "7200000"), "");

        assertThat(RunningGateway.headers(onlyResponse()))
                .containsEntry("status", "503")
                .containsEntry("correlation-id", "9");
        Awaitility.await().until(() -> received.size() == 1);
        assertThat(received.get(0).getTopic()).hasToString("command///req//in-time");
    }

    @Test
    void whoMayNotActForADeviceMayNotListenForItEither() {
        Mqtt5AsyncClient client = connected(GATEWAY, "stranger");

        assertThat(refused(client, "command//cuff/req/#")).isTrue();
        assertThat(refused(client, "command/elsewhere//req/#")).isTrue();
        assertThat(refused(client, "command//nobody/req/#")).isTrue();
        assertThat(refused(client, "command///req/#")).isFalse();
    }

    private static boolean refused(Mqtt5AsyncClient client, String filter) {
        try {
            client.subscribeWith().topicFilter(filter).send().join();
            return false;
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(Mqtt5SubAckException.class);
            return true;
        }
    }

    private Mqtt5AsyncClient connected(RunningGateway gateway, String device) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(device + "-" + clients.size())
                .serverHost("127.0.0.1")
                .serverPort(gateway.mqttPort())
                .simpleAuth()
                .username(device + "@" + tenant)
                .password(RunningGateway.PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        client.connect().join();
        clients.add(client);
        return client;
    }

    private static List<Mqtt5Publish> listen(Mqtt5AsyncClient client, String filter, MqttQos qos) {
        List<Mqtt5Publish> received = new CopyOnWriteArrayList<>();
        client.subscribeWith()
                .topicFilter(filter)
                .qos(qos)
                .callback(received::add)
                .send()
                .join();
        return received;
    }

    private static Map<String, String> request(String correlationId) {
        return Map.of("subject", "read", "response-required", "true", "correlation-id", correlationId);
    }

    private void send(String device, Map<String, String> headers, String payload) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("device_id", device);
        GATEWAY.write("hono.command." + tenant, device, all, payload.getBytes(StandardCharsets.UTF_8));
    }

    private ConsumerRecord<String, byte[]> onlyResponse() {
        Awaitility.await().until(() -> !responses().isEmpty());
        assertThat(responses()).hasSize(1);
        return responses().get(0);
    }

    private List<ConsumerRecord<String, byte[]>> responses() {
        return GATEWAY.records("hono.command_response." + tenant);
    }

    private void awaitNotifications(String... expected) {
        Awaitility.await()
                .untilAsserted(() -> assertThat(notifications().stream()
                                .map(event -> event.key() + " "
                                        + RunningGateway.headers(event).get("ttd")))
                        .containsExactlyInAnyOrder(expected));
    }

    private List<ConsumerRecord<String, byte[]>> notifications() {
        return GATEWAY.records("hono.event." + tenant).stream()
                .filter(event -> EMPTY.equals(RunningGateway.headers(event).get("content-type")))
                .toList();
    }

    private static String text(Mqtt5Publish publish) {
        return new String(publish.getPayloadAsBytes(), StandardCharsets.UTF_8);
    }
}
