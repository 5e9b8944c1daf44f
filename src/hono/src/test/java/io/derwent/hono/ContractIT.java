package io.derwent.hono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.eclipse.hono.application.client.DownstreamMessage;
import org.eclipse.hono.application.client.TimeUntilDisconnectNotification;
import org.eclipse.hono.application.client.kafka.KafkaApplicationClient;
import org.eclipse.hono.application.client.kafka.KafkaMessageContext;
import org.eclipse.hono.application.client.kafka.impl.KafkaApplicationClientImpl;
import org.eclipse.hono.client.ServerErrorException;
import org.eclipse.hono.client.kafka.CommonKafkaClientConfigProperties;
import org.eclipse.hono.client.kafka.consumer.MessagingKafkaConsumerConfigProperties;
import org.eclipse.hono.client.kafka.producer.CachingKafkaProducerFactory;
import org.eclipse.hono.client.kafka.producer.MessagingKafkaProducerConfigProperties;
import org.eclipse.hono.util.EventConstants;
import org.eclipse.hono.util.MessageHelper;
import org.eclipse.hono.util.QoS;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The proof that an application on Eclipse Hono's own client understands what our gateway writes, property by property: a
 * real device (Paho), our gateway in its own JVM, a real broker, and Hono's {@link KafkaApplicationClient} as its authors
 * made it and set up as its documentation says, without a class of ours between it and the assertion.
 */
class ContractIT {
    private static final String TENANT = "contract";
    private static final String JSON = "application/json";

    private static final List<DownstreamMessage<KafkaMessageContext>> TELEMETRY = new CopyOnWriteArrayList<>();
    private static final List<DownstreamMessage<KafkaMessageContext>> EVENTS = new CopyOnWriteArrayList<>();
    private static final Vertx VERTX = Vertx.vertx();
    private static KafkaApplicationClient client;

    @BeforeAll
    static void listen() throws Exception {
        Installation.gateway()
                .withTenant(TENANT, """
                        {"defaults":{"site":"north","ward":"none","ttl-telemetry-qos0":7},
                         "resource-limits":{"max-ttl":3600}}""")
                .withDevice(TENANT, "cuff", "{\"defaults\":{\"ward\":\"south\"}}")
                .withDevice(TENANT, "reachable", "{\"defaults\":{\"ttd\":30}}")
                .withDevice(TENANT, "hub", "{}")
                .withDevice(TENANT, "lamp", "{}")
                .withDevice(TENANT, "scale", "{\"via\":[\"hub\"],\"defaults\":{\"content-type\":\"text/csv\"}}");
        CommonKafkaClientConfigProperties common = new CommonKafkaClientConfigProperties();
        common.setCommonClientConfig(Map.of("bootstrap.servers", Installation.kafka()));
        MessagingKafkaConsumerConfigProperties consumer = new MessagingKafkaConsumerConfigProperties();
        consumer.setCommonClientConfig(common);
        consumer.setConsumerConfig(Map.of("group.id", "an-application"));
        MessagingKafkaProducerConfigProperties producer = new MessagingKafkaProducerConfigProperties();
        producer.setCommonClientConfig(common);
        client = new KafkaApplicationClientImpl(
                VERTX, consumer, CachingKafkaProducerFactory.sharedFactory(VERTX), producer);
        client.start()
                .compose(ok -> client.createTelemetryConsumer(TENANT, TELEMETRY::add, closed -> {}))
                .compose(ok -> client.createEventConsumer(TENANT, EVENTS::add, closed -> {}))
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @AfterAll
    static void stop() throws Exception {
        client.stop()
                .eventually(() -> VERTX.close())
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @Test
    void telemetryOfQos1() throws MqttException {
        Instant before = Instant.now();

        publish("cuff", "telemetry", 1, false, JSON, "{\"id\":\"t1\"}".getBytes(StandardCharsets.UTF_8));

        DownstreamMessage<KafkaMessageContext> message = await(TELEMETRY, "{\"id\":\"t1\"}");
        assertThat(message.getTenantId()).isEqualTo(TENANT);
        assertThat(message.getDeviceId()).isEqualTo("cuff");
        assertThat(message.getContentType()).isEqualTo(JSON);
        assertThat(message.getQos()).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(message.getCreationTime()).isBetween(before.minusMillis(1), Instant.now());
        assertThat(message.getTimeToLive()).isNull();
        assertThat(message.getTimeTillDisconnect()).isNull();
        assertThat(message.getTimeUntilDisconnectNotification()).isEmpty();
        assertThat(message.isSenderConnected()).isFalse();
        assertThat(message.getCorrelationId()).isNull();
        assertThat(message.getStatus()).isNull();
        assertThat(text(message, MessageHelper.APP_PROPERTY_DEVICE_ID)).isEqualTo("cuff");
        assertThat(text(message, MessageHelper.APP_PROPERTY_ORIG_ADAPTER)).isEqualTo("hono-mqtt");
        assertThat(text(message, MessageHelper.APP_PROPERTY_ORIG_ADDRESS)).isEqualTo("telemetry");
        assertThat(names(message))
                .containsExactly(
                        "content-type",
                        "creation-time",
                        "device_id",
                        "orig_adapter",
                        "orig_address",
                        "qos",
                        "site",
                        "ward");
    }

    @Test
    void telemetryOfQos0() throws MqttException {
        publish("cuff", "t", 0, false, JSON, "{\"id\":\"t0\"}".getBytes(StandardCharsets.UTF_8));

        DownstreamMessage<KafkaMessageContext> message = await(TELEMETRY, "{\"id\":\"t0\"}");
        assertThat(message.getQos()).isEqualTo(QoS.AT_MOST_ONCE);
        assertThat(message.getProperties().getProperty(MessageHelper.APP_PROPERTY_QOS, Integer.class))
                .isEqualTo(0);
        assertThat(message.getTimeToLive()).isEqualTo(Duration.ofSeconds(7));
        assertThat(text(message, MessageHelper.APP_PROPERTY_ORIG_ADDRESS)).isEqualTo("t");
    }

    @Test
    void anEventWithAPropertyBag() throws MqttException {
        String topic = "event/?content-type=text%2Fplain&hono-ttl=60";

        publish("cuff", topic, 1, false, null, "e1".getBytes(StandardCharsets.UTF_8));

        DownstreamMessage<KafkaMessageContext> message = await(EVENTS, "e1");
        assertThat(message.getTenantId()).isEqualTo(TENANT);
        assertThat(message.getContentType()).isEqualTo("text/plain");
        assertThat(message.getQos()).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(message.getTimeToLive()).isEqualTo(Duration.ofSeconds(60));
        assertThat(text(message, MessageHelper.APP_PROPERTY_ORIG_ADDRESS)).isEqualTo(topic);
    }

    @Test
    void theTenantsLimitOfATimeToLive() throws MqttException {
        publish("cuff", "event/?hono-ttl=7200", 1, false, "text/plain", "e2".getBytes(StandardCharsets.UTF_8));
        publish("cuff", "event", 1, false, "text/plain", "e3".getBytes(StandardCharsets.UTF_8));

        assertThat(await(EVENTS, "e2").getTimeToLive()).isEqualTo(Duration.ofHours(1));
        assertThat(await(EVENTS, "e3").getTimeToLive()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatHasNoTimeToLiveLeftIsDroppedByHonosClient() throws MqttException {
        publish("cuff", "event/?hono-ttl=0", 1, false, "text/plain", "expired".getBytes(StandardCharsets.UTF_8));
        publish("cuff", "event", 1, false, "text/plain", "behind it".getBytes(StandardCharsets.UTF_8));

        await(EVENTS, "behind it");
        assertThat(find(EVENTS, "expired")).isEmpty();
    }

    @Test
    void theRetainFlag() throws MqttException {
        publish("cuff", "telemetry", 1, true, "text/plain", "kept".getBytes(StandardCharsets.UTF_8));
        publish("cuff", "telemetry", 1, false, "text/plain", "not kept".getBytes(StandardCharsets.UTF_8));

        DownstreamMessage<KafkaMessageContext> kept = await(TELEMETRY, "kept");
        assertThat(kept.getProperties().getProperty(MessageHelper.ANNOTATION_X_OPT_RETAIN, Boolean.class))
                .isTrue();
        assertThat(names(await(TELEMETRY, "not kept"))).doesNotContain(MessageHelper.ANNOTATION_X_OPT_RETAIN);
    }

    @Test
    void theDevicesDefaultsBeforeTheTenants() throws MqttException {
        publish("cuff", "telemetry", 1, false, "text/plain", "own".getBytes(StandardCharsets.UTF_8));
        publish("hub", "telemetry", 1, false, "text/plain", "tenant's".getBytes(StandardCharsets.UTF_8));

        assertThat(text(await(TELEMETRY, "own"), "ward")).isEqualTo("south");
        assertThat(text(await(TELEMETRY, "own"), "site")).isEqualTo("north");
        assertThat(text(await(TELEMETRY, "tenant's"), "ward")).isEqualTo("none");
    }

    @Test
    void aGatewayDeviceSendsForAnother() throws MqttException {
        publish("hub", "event//scale", 1, false, null, "82.5;kg".getBytes(StandardCharsets.UTF_8));

        DownstreamMessage<KafkaMessageContext> message = await(EVENTS, "82.5;kg");
        assertThat(message.getDeviceId()).isEqualTo("scale");
        assertThat(text(message, MessageHelper.APP_PROPERTY_DEVICE_ID)).isEqualTo("scale");
        assertThat(message.getContentType()).isEqualTo("text/csv");
        assertThat(text(message, MessageHelper.APP_PROPERTY_ORIG_ADDRESS)).isEqualTo("event//scale");
    }

    @Test
    void everyByteOfThePayload() throws MqttException {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }

        publish("cuff", "telemetry", 1, false, null, bytes);

        DownstreamMessage<KafkaMessageContext> message =
                awaitFirst(TELEMETRY, candidate -> candidate.getPayload().length() == bytes.length);
        assertThat(message.getPayload().getBytes()).isEqualTo(bytes);
        assertThat(message.getContentType()).isEqualTo(MessageHelper.CONTENT_TYPE_OCTET_STREAM);
    }

    @Test
    void anEmptyNotificationAndTheTimeUntilDisconnect() throws MqttException {
        publish("reachable", "event", 1, false, EventConstants.CONTENT_TYPE_EMPTY_NOTIFICATION, new byte[0]);

        DownstreamMessage<KafkaMessageContext> message = awaitFirst(
                EVENTS,
                candidate -> candidate.getDeviceId().equals("reachable")
                        && candidate.getContentType().equals(EventConstants.CONTENT_TYPE_EMPTY_NOTIFICATION));
        assertThat(message.getPayload()).isNull();
        assertThat(message.getDeviceId()).isEqualTo("reachable");
        assertThat(message.getTimeTillDisconnect()).isEqualTo(30);
        TimeUntilDisconnectNotification notification =
                message.getTimeUntilDisconnectNotification().orElseThrow();
        assertThat(notification.getTenantId()).isEqualTo(TENANT);
        assertThat(notification.getDeviceId()).isEqualTo("reachable");
        assertThat(notification.getTtd()).isEqualTo(30);
        assertThat(notification.getCreationTime()).isEqualTo(message.getCreationTime());
        assertThat(notification.getReadyUntil())
                .isEqualTo(message.getCreationTime().plusSeconds(30));
        assertThat(message.isSenderConnected(message.getCreationTime().plusSeconds(29)))
                .isTrue();
        assertThat(message.isSenderConnected(message.getCreationTime().plusSeconds(31)))
                .isFalse();
    }

    @Test
    void connectionEvents() throws MqttException {
        Instant before = Instant.now();
        Installation.connect(TENANT, "scale").disconnect();

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(connectionEventsOf("scale")).hasSize(2));
        List<DownstreamMessage<KafkaMessageContext>> events = connectionEventsOf("scale");
        assertThat(events)
                .extracting(event -> event.getPayload().toJsonObject().getMap())
                .containsExactly(
                        Map.of("cause", "connected", "remote-id", "scale-client", "source", "hono-mqtt"),
                        Map.of("cause", "disconnected", "remote-id", "scale-client", "source", "hono-mqtt"));
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getTenantId()).isEqualTo(TENANT);
            assertThat(event.getQos()).isEqualTo(QoS.AT_LEAST_ONCE);
            assertThat(event.getCreationTime()).isBetween(before.minusMillis(1), Instant.now());
            assertThat(event.getTimeToLive()).isEqualTo(Duration.ofHours(1));
            assertThat(event.getTimeUntilDisconnectNotification()).isEmpty();
            assertThat(names(event))
                    .containsExactly("content-type", "creation-time", "device_id", "qos", "site", "ttl", "ward");
        });
    }

    @Test
    void aOneWayCommand() throws Exception {
        List<String> received = new CopyOnWriteArrayList<>();
        MqttClient device = Installation.connect(TENANT, "lamp");
        subscribe(
                device,
                "command///req/#",
                (topic, message) ->
                        received.add(topic + " " + message.getProperties().getContentType() + " " + text(message)));
        TimeUntilDisconnectNotification listens = awaitListening("lamp", -1);

        client.sendOneWayCommand(TENANT, "lamp", "switch", Buffer.buffer("{\"on\":true}"), JSON, null)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !received.isEmpty());
        assertThat(received).containsExactly("command///req//switch " + JSON + " {\"on\":true}");
        assertThat(listens.getReadyUntil()).isEqualTo(Instant.MAX);
        device.disconnect();
        device.close();
        awaitListening("lamp", 0);
    }

    @Test
    void aCommandAndItsResponse() throws Exception {
        MqttClient gateway = Installation.connect(TENANT, "hub");
        subscribe(gateway, "command//+/req/#", (topic, message) -> answer(gateway, topic, "got " + text(message)));
        awaitListening("hub", -1);

        DownstreamMessage<KafkaMessageContext> response = client.sendCommand(
                        TENANT, "scale", "tare", Buffer.buffer("now"), "text/plain")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(response.getTenantId()).isEqualTo(TENANT);
        assertThat(response.getDeviceId()).isEqualTo("scale");
        assertThat(response.getStatus()).isEqualTo(200);
        assertThat(response.getContentType()).isEqualTo("text/plain");
        assertThat(response.getPayload()).hasToString("got now");
        gateway.disconnect();
        gateway.close();
    }

    @Test
    void aCommandForADeviceThatDoesNotListenFails() {
        assertThatThrownBy(() -> client.sendCommand(TENANT, "reachable", "tare", Buffer.buffer("now"), "text/plain")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(20, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        ServerErrorException.class,
                        failure -> assertThat(failure.getErrorCode()).isEqualTo(503))
                .hasMessageContaining("does not listen");
    }

    private static void subscribe(MqttClient client, String filter, IMqttMessageListener listener)
            throws MqttException {
        client.subscribe(
                new MqttSubscription[] {new MqttSubscription(filter, 1)}, new IMqttMessageListener[] {listener});
    }

    /** On another thread: this client waits for a PUBACK that its own callback would keep back. */
    private static void answer(MqttClient gateway, String requestTopic, String payload) {
        String[] segments = requestTopic.split("/", -1);
        MqttMessage response =
                new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, new MqttProperties());
        response.getProperties().setContentType("text/plain");
        var unused = CompletableFuture.runAsync(() -> {
            try {
                gateway.publish("command//%s/res/%s/200".formatted(segments[2], segments[4]), response);
            } catch (MqttException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static TimeUntilDisconnectNotification awaitListening(String device, int ttd) {
        return awaitFirst(
                        EVENTS,
                        event -> event.getDeviceId().equals(device)
                                && Integer.valueOf(ttd).equals(event.getTimeTillDisconnect()))
                .getTimeUntilDisconnectNotification()
                .orElseThrow();
    }

    private static String text(MqttMessage message) {
        return new String(message.getPayload(), StandardCharsets.UTF_8);
    }

    private static List<DownstreamMessage<KafkaMessageContext>> connectionEventsOf(String device) {
        return EVENTS.stream()
                .filter(event ->
                        event.getContentType().equals(EventConstants.EVENT_CONNECTION_NOTIFICATION_CONTENT_TYPE))
                .filter(event -> event.getDeviceId().equals(device))
                .toList();
    }

    /** Sends one message on a connection of its own, and returns when it is acknowledged. */
    private static void publish(
            String device,
            String topic,
            int qos,
            boolean retain,
            @org.jspecify.annotations.Nullable String contentType,
            byte[] payload)
            throws MqttException {
        MqttMessage message = new MqttMessage(payload, qos, retain, new MqttProperties());
        if (contentType != null) {
            message.getProperties().setContentType(contentType);
        }
        MqttClient sender = Installation.connect(TENANT, device);
        sender.publish(topic, message);
        sender.disconnect();
        sender.close();
    }

    private static DownstreamMessage<KafkaMessageContext> await(
            List<DownstreamMessage<KafkaMessageContext>> received, String payload) {
        return awaitFirst(received, message -> payload.equals(String.valueOf(message.getPayload())));
    }

    private static DownstreamMessage<KafkaMessageContext> awaitFirst(
            List<DownstreamMessage<KafkaMessageContext>> received,
            java.util.function.Predicate<DownstreamMessage<KafkaMessageContext>> wanted) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> received.stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static List<DownstreamMessage<KafkaMessageContext>> find(
            List<DownstreamMessage<KafkaMessageContext>> received, String payload) {
        return received.stream()
                .filter(message -> payload.equals(String.valueOf(message.getPayload())))
                .toList();
    }

    private static String text(DownstreamMessage<KafkaMessageContext> message, String name) {
        return message.getProperties().getProperty(name, String.class);
    }

    private static SortedSet<String> names(DownstreamMessage<KafkaMessageContext> message) {
        return new TreeSet<>(message.getProperties().getPropertiesMap().keySet());
    }
}
