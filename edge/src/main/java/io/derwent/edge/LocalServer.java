package io.derwent.edge;

import io.derwent.edge.LocalRefusal.Reason;
import io.derwent.model.DeviceId;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MQTT 3.1.1 and 5 for the devices of one home or ward, on the topics they would use at the gateway. PUBACK when the message
 * is on disk. All of it runs on one event loop.
 */
final class LocalServer extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LocalServer.class);
    /** Room for topic, property bag and properties beside the payload, as at the gateway. */
    private static final int HEADER_BYTES = 8 * 1024;

    private static final int IN_FLIGHT = 20;
    private static final int MOST_CONNECTIONS = 500;
    private static final int LONGEST_CONTENT_TYPE = 256;
    private static final int TO_CONNECT_SECONDS = 10;

    private final EdgeConfig config;
    private final LocalDevices devices;
    private final Intake intake;
    private final Refusals refusals;
    private final Supplier<CompletionStage<List<Notice>>> notices;
    private final Clock clock;
    private final Map<ClientKey, LocalConnection> byClient = new HashMap<>();
    private int connections;

    @SuppressWarnings("NullAway.Init") // made in start()
    private MqttServer server;

    private record ClientKey(String device, String clientId) {}

    /** {@code notices} asks for what the hub says at the moment. */
    LocalServer(
            EdgeConfig config,
            LocalDevices devices,
            Intake intake,
            Refusals refusals,
            Supplier<CompletionStage<List<Notice>>> notices,
            Clock clock) {
        this.config = config;
        this.devices = devices;
        this.intake = intake;
        this.refusals = refusals;
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public Future<?> start() {
        MqttServerOptions options = new MqttServerOptions()
                .setMaxMessageSize(config.payloadBytes() + HEADER_BYTES)
                .setAutoClientId(false) // a client that sends none must be told the one it has (MQTT 5 §3.2.2.3.7)
                .setTimeoutOnConnect(TO_CONNECT_SECONDS);
        options.setTcpNoDelay(true);
        server = MqttServer.create(vertx, options);
        return server.endpointHandler(this::onConnect)
                .exceptionHandler(error -> LOG.debug("before CONNECT: {}", error.getMessage()))
                .listen(config.mqtt().port(), config.mqtt().host());
    }

    @Override
    public Future<?> stop() {
        return server.close();
    }

    int port() {
        return server.actualPort();
    }

    private void onConnect(MqttEndpoint endpoint) {
        boolean isMqtt5 = LocalConnection.isMqtt5(endpoint);
        if (connections >= MOST_CONNECTIONS) {
            endpoint.reject(
                    isMqtt5
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED
                            : MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE);
            return;
        }
        Optional<LocalDevices.Login> login = logIn(endpoint);
        if (login.isEmpty()) {
            LOG.info("{} was not let in: unknown, or a wrong password", clientId(endpoint));
            endpoint.reject(
                    isMqtt5
                            ? MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD
                            : MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
            return;
        }
        accept(new LocalConnection(endpoint, login.get()));
    }

    private Optional<LocalDevices.Login> logIn(MqttEndpoint endpoint) {
        MqttAuth auth = endpoint.auth();
        String clientId = clientId(endpoint);
        return auth == null
                ? devices.logIn("", "", clientId)
                : devices.logIn(text(auth.getUsername()), text(auth.getPassword()), clientId);
    }

    /** Empty if the client sent none. */
    private static String clientId(MqttEndpoint endpoint) {
        return text(endpoint.clientIdentifier());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void accept(LocalConnection connection) {
        MqttEndpoint endpoint = connection.endpoint();
        String clientId = clientId(endpoint).isEmpty() ? UUID.randomUUID().toString() : clientId(endpoint);
        ClientKey key = new ClientKey(connection.login().device(), clientId);
        connections++;
        Optional.ofNullable(byClient.put(key, connection)).ifPresent(LocalConnection::takeOver);
        endpoint.publishAutoAck(false)
                .publishHandler(packet -> onPublish(connection, packet))
                .subscribeHandler(packet -> subscribe(connection, packet))
                .unsubscribeHandler(packet -> unsubscribe(connection, packet))
                .exceptionHandler(error -> LOG.debug("a broken packet: {}", error.getMessage()))
                .closeHandler(closed -> {
                    connections--;
                    byClient.remove(key, connection); // not whoever took over
                });
        endpoint.accept(
                false,
                LocalConnection.isMqtt5(endpoint) ? announced(endpoint, clientId) : MqttProperties.NO_PROPERTIES);
    }

    private MqttProperties announced(MqttEndpoint endpoint, String clientId) {
        MqttProperties properties = new MqttProperties();
        if (clientId(endpoint).isEmpty()) {
            properties.add(new MqttProperties.StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, clientId));
        }
        put(properties, MqttProperties.RECEIVE_MAXIMUM, IN_FLIGHT);
        put(properties, MqttProperties.MAXIMUM_PACKET_SIZE, config.payloadBytes() + HEADER_BYTES);
        put(properties, MqttProperties.MAXIMUM_QOS, 1);
        put(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
        return properties;
    }

    private static void put(MqttProperties properties, int property, int value) {
        properties.add(new MqttProperties.IntegerProperty(property, value));
    }

    /** The way of a message: a PUBLISH packet to its PUBACK. */
    private void onPublish(LocalConnection connection, MqttPublishMessage packet) {
        LocalConnection.Unanswered unanswered = connection.receive(packet);
        Future.succeededFuture(packet)
                .map(this::check) // QoS, size
                .map(checked -> message(connection, checked)) // whose is it?
                .compose(message -> Future.fromCompletionStage(intake.keep(message), context)) // on disk
                .onComplete(
                        kept -> connection.acknowledge(unanswered), // PUBACK only now
                        error -> refuse(connection, unanswered, refusal(error)));
    }

    private void refuse(LocalConnection connection, LocalConnection.Unanswered unanswered, LocalRefusal refusal) {
        refusals.add(connection.login().device(), refusal, clock.instant());
        connection.refuse(unanswered, refusal);
    }

    private MqttPublishMessage check(MqttPublishMessage packet) {
        if (packet.qosLevel() == MqttQoS.EXACTLY_ONCE) {
            throw new LocalRefusal(Reason.QOS, "QoS 2 is not served, 0 or 1 is expected");
        }
        if (packet.payload().length() > config.payloadBytes()) {
            throw new LocalRefusal(
                    Reason.BAD_MESSAGE,
                    "payload is %d bytes, limit %d".formatted(packet.payload().length(), config.payloadBytes()));
        }
        if (packet.properties().getProperty(MqttProperties.TOPIC_ALIAS) != null) {
            throw new LocalRefusal(Reason.BAD_TOPIC, "topic aliases are not served, Topic Alias Maximum is 0");
        }
        if (intake.isBehind()) {
            throw new LocalRefusal(Reason.DISK, "more comes than the disk takes, try again later");
        }
        return packet;
    }

    private Message message(LocalConnection connection, MqttPublishMessage packet) {
        LocalTopic topic = LocalTopic.parse(packet.topicName());
        if (topic.endpoint() == Message.Endpoint.EVENT && packet.qosLevel() != MqttQoS.AT_LEAST_ONCE) {
            throw new LocalRefusal(Reason.BAD_TOPIC, "an event needs QoS 1");
        }
        if (topic.tenant().map(tenant -> !tenant.equals(config.tenant())).orElse(false)) {
            throw new LocalRefusal(Reason.NOT_ALLOWED, "this hub belongs to another tenant than the topic names");
        }
        return new Message(
                topic.endpoint(),
                device(connection.login(), topic),
                contentType(packet),
                topic.bag(),
                packet.isRetain(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                packet.payload().getBytes());
    }

    private static String device(LocalDevices.Login login, LocalTopic topic) {
        String device = topic.device().orElse(login.device());
        if (!device.equals(login.device()) && !login.speaksForAll()) {
            throw new LocalRefusal(Reason.NOT_ALLOWED, "%s may not publish for %s".formatted(login.device(), device));
        }
        try {
            return new DeviceId(device).value();
        } catch (IllegalArgumentException e) {
            throw new LocalRefusal(Reason.BAD_TOPIC, String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> contentType(MqttPublishMessage packet) {
        if (!(packet.properties().getProperty(MqttProperties.CONTENT_TYPE)
                instanceof MqttProperties.StringProperty property)) {
            return Optional.empty();
        }
        if (property.value().length() > LONGEST_CONTENT_TYPE
                || property.value().chars().anyMatch(Character::isISOControl)) {
            throw new LocalRefusal(
                    Reason.BAD_MESSAGE,
                    "the content type is longer than %d characters or has a control character in it"
                            .formatted(LONGEST_CONTENT_TYPE));
        }
        return Optional.of(property.value()).filter(text -> !text.isEmpty());
    }

    private static LocalRefusal refusal(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        if (cause instanceof LocalRefusal refusal) {
            return refusal;
        }
        LOG.error("a message was refused by a fault of ours", cause);
        return new LocalRefusal(Reason.DISK, "internal error");
    }

    /** Tells whoever listens what the hub says; any thread. */
    void tell(NoticeBoard.Change change) {
        context.runOnContext(
                nothing -> byClient.values().forEach(connection -> tell(connection, change.notice(), change.over())));
    }

    private void tell(LocalConnection connection, Notice notice, boolean over) {
        if (connection.prompts().reach(notice.topic()) && connection.endpoint().isConnected()) {
            connection
                    .endpoint()
                    .publish(
                            notice.topic(),
                            notice.json(over, clock.getZone()).toBuffer(),
                            MqttQoS.AT_MOST_ONCE,
                            false,
                            false);
        }
    }

    /**
     * A screen listens for what the hub says. Nothing else is brought to devices: a command reaches a device that is connected
     * to the gateway itself.
     */
    private void subscribe(LocalConnection connection, MqttSubscribeMessage packet) {
        boolean isMqtt5 = LocalConnection.isMqtt5(connection.endpoint());
        List<MqttSubAckReasonCode> codes = packet.topicSubscriptions().stream()
                .map(subscription -> {
                    boolean listens = connection.login().speaksForAll()
                            && connection.prompts().subscribe(subscription.topicName());
                    if (listens) {
                        return MqttSubAckReasonCode.GRANTED_QOS0;
                    }
                    return isMqtt5 ? MqttSubAckReasonCode.NOT_AUTHORIZED : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
                })
                .toList();
        connection.endpoint().subscribeAcknowledge(packet.messageId(), codes, MqttProperties.NO_PROPERTIES);
        if (codes.contains(MqttSubAckReasonCode.GRANTED_QOS0)) {
            Future.fromCompletionStage(notices.get(), context)
                    .onSuccess(all -> all.forEach(notice -> tell(connection, notice, false)));
        }
    }

    /** A code for each filter with MQTT 5 (§3.11.3); with 3.1.1 an UNSUBACK has no payload. */
    private static void unsubscribe(LocalConnection connection, MqttUnsubscribeMessage packet) {
        List<MqttUnsubAckReasonCode> codes = packet.topics().stream()
                .map(filter -> connection.prompts().unsubscribe(filter)
                        ? MqttUnsubAckReasonCode.SUCCESS
                        : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
                .toList();
        connection
                .endpoint()
                .unsubscribeAcknowledge(
                        packet.messageId(),
                        LocalConnection.isMqtt5(connection.endpoint()) ? codes : List.of(),
                        MqttProperties.NO_PROPERTIES);
    }
}
