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
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
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
    private final Clock clock;
    private final Map<ClientKey, LocalConnection> byClient = new HashMap<>();
    private int connections;

    @SuppressWarnings("NullAway.Init") // made in start()
    private MqttServer server;

    private record ClientKey(String device, String clientId) {}

    LocalServer(EdgeConfig config, LocalDevices devices, Intake intake, Refusals refusals, Clock clock) {
        this.config = config;
        this.devices = devices;
        this.intake = intake;
        this.refusals = refusals;
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
                .subscribeHandler(packet -> refuseSubscriptions(endpoint, packet))
                .unsubscribeHandler(packet -> answerUnsubscribe(endpoint, packet))
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

    /** The hub brings nothing to devices: a command reaches a device that is connected to the gateway itself. */
    private static void refuseSubscriptions(MqttEndpoint endpoint, MqttSubscribeMessage packet) {
        MqttSubAckReasonCode refused = LocalConnection.isMqtt5(endpoint)
                ? MqttSubAckReasonCode.NOT_AUTHORIZED
                : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
        endpoint.subscribeAcknowledge(
                packet.messageId(),
                Collections.nCopies(packet.topicSubscriptions().size(), refused),
                MqttProperties.NO_PROPERTIES);
    }

    /** A code for each filter with MQTT 5 (§3.11.3); with 3.1.1 an UNSUBACK has no payload. */
    private static void answerUnsubscribe(MqttEndpoint endpoint, MqttUnsubscribeMessage packet) {
        int codes = LocalConnection.isMqtt5(endpoint) ? packet.topics().size() : 0;
        endpoint.unsubscribeAcknowledge(
                packet.messageId(),
                Collections.nCopies(codes, MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED),
                MqttProperties.NO_PROPERTIES);
    }
}
