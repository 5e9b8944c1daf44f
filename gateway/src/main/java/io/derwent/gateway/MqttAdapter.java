package io.derwent.gateway;

import io.derwent.registry.Login;
import io.derwent.wire.HonoRecord;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Eclipse Hono's MQTT protocol adapter, for one event loop: lets devices in, takes their messages, and says PUBACK when
 * Kafka has them. Several instances share the ports. Nothing here blocks; whatever asks the registry runs on
 * {@code workers} and comes back to the event loop.
 */
final class MqttAdapter extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(MqttAdapter.class);
    private static final Duration LOOK_AT_WAITING_EVERY = Duration.ofMillis(50);
    private static final Duration LONGEST_TIMER = Duration.ofDays(1);

    private final GatewayConfig config;
    private final Parts parts;
    private final HonoRecords records;
    private final List<MqttServer> servers = new ArrayList<>();
    private final Set<Connection> waiting = new HashSet<>();

    @SuppressWarnings("NullAway.Init") // made in start(), on this verticle's own context
    private Connection.Shared shared;

    @SuppressWarnings("NullAway.Init")
    private Downstream downstream;

    @SuppressWarnings("NullAway.Init")
    private DecodeCheck decodeCheck;

    @SuppressWarnings("NullAway.Init")
    private ConnectionEvents connectionEvents;

    @SuppressWarnings("NullAway.Init")
    private WorkerExecutor workers;

    @SuppressWarnings("NullAway.Init")
    private Targets targets;

    @SuppressWarnings("NullAway.Init")
    private Subscriptions subscriptions;

    MqttAdapter(GatewayConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
        this.records = new HonoRecords(parts.clock());
    }

    @Override
    public Future<?> start() {
        shared = new Connection.Shared(
                context, parts.clock(), config.limits(), parts.inFlightBytes(), parts.waitingBytes());
        downstream = parts.sender().downstream(context);
        connectionEvents = new ConnectionEvents(config.connectionEvents(), records, downstream);
        workers = vertx.createSharedWorkerExecutor(Parts.WORKERS, Parts.WORKER_THREADS);
        targets = new Targets(parts.directory(), workers);
        subscriptions =
                new Subscriptions(parts.commands(), parts.commandReader(), targets, workers, records, downstream);
        decodeCheck = new DecodeCheck(
                parts.decoders(),
                new ReaderCheck(parts.directory(), workers),
                new DeadLetters(downstream, parts.clock(), parts.writtenDeadLetters()));
        context.exceptionHandler(MqttAdapter::onUnhandled);
        vertx.setPeriodic(LOOK_AT_WAITING_EVERY.toMillis(), timer -> attendToWaiting());
        Future<?> plain = listen(new MqttServerOptions(), config.mqtt());
        return config.tls()
                .<Future<?>>map(tls -> Future.all(plain, listen(MqttTls.options(tls), config.mqtts())))
                .orElse(plain);
    }

    @Override
    public Future<?> stop() {
        return Future.join(servers.stream().map(MqttServer::close).toList());
    }

    /** The port devices find us at: plain first, then TLS if there is a certificate. */
    List<Integer> ports() {
        return servers.stream().map(MqttServer::actualPort).toList();
    }

    private Future<MqttServer> listen(MqttServerOptions options, GatewayConfig.Address address) {
        MqttServer server = MqttServer.create(vertx, ServerLimits.of(config.limits(), options));
        servers.add(server);
        return server.endpointHandler(this::onConnect)
                .exceptionHandler(error -> LOG.debug("before CONNECT: {}", error.getMessage()))
                .listen(address.port(), address.host());
    }

    /** The way of a device: a CONNECT packet to its CONNACK. */
    private void onConnect(MqttEndpoint endpoint) {
        Admission admission = new Admission(endpoint);
        long changesBefore = parts.rights().changes();
        admission
                .reservePlace(parts.connections(), this::onLeft)
                .map(place -> UserName.of(endpoint))
                .compose(user -> logIn(user, endpoint.auth()))
                .compose(this::prepareTopics)
                .map(login -> enter(endpoint, admission, login))
                .onComplete(
                        connection -> accept(endpoint, admission, connection, changesBefore),
                        error -> reject(endpoint, admission, ConnectRefusal.from(error)));
    }

    /** The way of a message: a PUBLISH packet to its PUBACK. */
    private void onPublish(Connection connection, MqttPublishMessage packet) {
        Delivery delivery = connection.receive(PublishedMessage.of(packet));
        Future.succeededFuture(delivery)
                .map(connection::check) // QoS, size, rate
                .map(MqttAdapter::address) // to which endpoint, for which device?
                .compose(connection::admit) // bounded in flight; else it waits its turn
                .compose(admitted -> authorize(connection, admitted)) // may this device send for that one?
                .map(authorized -> records.of(authorized, connection.login())) // as Hono writes it
                .compose(record -> check(connection, delivery, record)) // can it be read, is it the device's to say?
                .map(HonoRecord::toProducerRecord)
                .compose(downstream::send) // durable in Kafka
                .onComplete(
                        sent -> connection.acknowledge(delivery), // PUBACK only now
                        error -> connection.refuse(delivery, Refusal.from(error))) // the one error map
                .onComplete(ended ->
                        parts.metrics().onMessage(connection.login().tenant().id(), delivery));
        if (connection.isWaiting()) {
            waiting.add(connection);
        }
    }

    private Future<Login> logIn(UserName user, MqttAuth auth) {
        return workers.executeBlocking(
                () -> parts.directory().logIn(user.tenant(), user.authId(), auth.getPassword()), false);
    }

    /** The producer blocks on topics it has not seen: look at them now. A device is let in while Kafka is away, too. */
    private Future<Login> prepareTopics(Login login) {
        return Future.fromCompletionStage(parts.topics().prepare(login.tenant().id()), context)
                .map(login)
                .otherwise(login);
    }

    private Connection enter(MqttEndpoint endpoint, Admission admission, Login login) {
        Connection connection =
                new Connection(endpoint, login, parts.connections().rateOf(login), shared);
        admission.enter(parts.connections(), connection);
        return connection;
    }

    private void accept(MqttEndpoint endpoint, Admission admission, Connection connection, long changesBefore) {
        if (admission.isGone()) {
            return;
        }
        endpoint.publishAutoAck(false)
                .publishHandler(packet -> onPublish(connection, packet))
                .publishAcknowledgeMessageHandler(connection.commandsOut()::onPubAck)
                .subscribeHandler(packet -> subscriptions.subscribe(connection, packet))
                .unsubscribeHandler(packet -> subscriptions.unsubscribe(connection, packet))
                .exceptionHandler(error -> onBrokenPacket(connection, error));
        endpoint.accept(false, connackProperties(endpoint, connection));
        String tenant = connection.login().tenant().id();
        parts.metrics().onAttempt(tenant, "succeeded");
        parts.metrics().onConnected(tenant, parts.connections());
        connectionEvents.onConnected(connection);
        parts.rights().confirmIfChangedSince(changesBefore, connection);
        endWithSecret(connection);
    }

    private void onLeft(Connection connection) {
        waiting.remove(connection);
        subscriptions.onLeft(connection);
        if (!connection.isTakenOver()) {
            connectionEvents.onDisconnected(connection);
        }
        parts.metrics().onDisconnected(connection.login().tenant().id(), System.nanoTime() - connection.sinceNanos());
    }

    private void reject(MqttEndpoint endpoint, Admission admission, ConnectRefusal refusal) {
        LOG.debug("refused {}: {}", endpoint.clientIdentifier(), refusal.getMessage());
        parts.metrics().onAttempt("UNKNOWN", refusal.reason().outcome());
        if (!admission.isGone()) {
            endpoint.reject(refusal.reason().code(Connection.isMqtt5(endpoint)));
        }
    }

    private static Delivery address(Delivery delivery) {
        if (delivery.message().hasTopicAlias()) {
            throw Refusal.topicAlias("topic aliases are not served, Topic Alias Maximum is 0");
        }
        PublishTopic topic = PublishTopic.parse(delivery.message().topicName());
        delivery.to(topic);
        if (topic.endpoint() == PublishTopic.Endpoint.UNKNOWN) {
            throw Refusal.unknownTopic("the topic starts with \"%s\", telemetry, t, event, e, command or c is expected"
                    .formatted(topic.name()));
        }
        if (topic.endpoint() == PublishTopic.Endpoint.EVENT
                && !delivery.message().isAtLeastOnce()) {
            throw Refusal.qosNotServed("an event needs QoS 1");
        }
        return delivery;
    }

    private Future<Delivery> authorize(Connection connection, Delivery delivery) {
        PublishTopic topic = delivery.topic();
        return targets.of(connection, topic.tenant(), topic.device()).map(delivery::from);
    }

    private Future<HonoRecord> check(Connection connection, Delivery delivery, HonoRecord record) {
        return delivery.topic().response().isPresent()
                ? Future.succeededFuture(record) // whoever sent the command knows how to read it
                : decodeCheck.pass(record, delivery.device(), connection.login().tenant());
    }

    private void attendToWaiting() {
        if (!waiting.isEmpty()) {
            long now = System.nanoTime();
            waiting.removeIf(connection -> {
                connection.attendToWaiting(now);
                return !connection.isWaiting();
            });
        }
    }

    /** A packet that is too large or makes no sense; the library closes the connection after this. */
    private static void onBrokenPacket(Connection connection, Throwable error) {
        LOG.debug("{} sent a broken packet: {}", connection.clientId(), error.getMessage());
        boolean tooLarge = error instanceof io.netty.handler.codec.TooLongFrameException;
        if (connection.isOpen() && error instanceof io.netty.handler.codec.DecoderException) {
            connection.disconnect(
                    tooLarge ? MqttDisconnectReasonCode.PACKET_TOO_LARGE : MqttDisconnectReasonCode.MALFORMED_PACKET,
                    String.valueOf(error.getMessage()));
        }
    }

    /** The library throws at whoever sends packets before CONNECT; that is the client's fault and no news. */
    private static void onUnhandled(Throwable error) {
        boolean clientsFault = error instanceof IllegalArgumentException
                && error.getStackTrace().length > 0
                && error.getStackTrace()[0].getClassName().startsWith("io.vertx.mqtt.");
        if (clientsFault) {
            LOG.debug("a client broke the protocol: {}", error.getMessage());
        } else {
            LOG.error("unhandled", error);
        }
    }

    /** A connection ends when the secret it began with does. */
    private void endWithSecret(Connection connection) {
        connection.login().validUntil().ifPresent(until -> {
            long millis = Duration.between(parts.clock().instant(), until).toMillis() + 1;
            vertx.setTimer(Math.max(1, Math.min(millis, LONGEST_TIMER.toMillis())), timer -> {
                if (connection.isOpen()) {
                    workers.executeBlocking(
                                    () -> {
                                        parts.rights().confirm(connection);
                                        return connection;
                                    },
                                    false)
                            .onSuccess(this::endWithSecret);
                }
            });
        });
    }

    private MqttProperties connackProperties(MqttEndpoint endpoint, Connection connection) {
        return connection.isMqtt5()
                ? ServerLimits.announced(config.limits(), connection, Connection.namedItself(endpoint))
                : MqttProperties.NO_PROPERTIES;
    }
}
