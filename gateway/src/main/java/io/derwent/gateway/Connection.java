package io.derwent.gateway;

import io.derwent.registry.Device;
import io.derwent.registry.Login;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One device's connection: what it has in flight, what waits, where it hears of errors and of which commands. All of it is
 * touched by the connection's event loop only; {@link #disconnectLater} and {@link #command} may be called from anywhere.
 *
 * <p>Messages are answered in the order they came (MQTT 5 §4.6), however Kafka's partitions finish. At most
 * {@code inFlight} are on their way to Kafka; as many again wait for their turn, at most {@code patience}; what comes beyond
 * that is refused at once. Bytes count against the process's budgets, for those on their way and for those that wait.
 */
final class Connection {
    private final MqttEndpoint endpoint;
    private final Context context;
    private final Clock clock;
    private final GatewayConfig.Limits limits;
    private final ByteBudget inFlightBytes;
    private final ByteBudget waitingBytes;
    private final RateLimit rate;
    private final ErrorTopics errorTopics;
    private final String clientId;
    private final long sinceNanos = System.nanoTime();
    private final boolean isMqtt5;
    private final ReasonStrings reasonStrings;

    private final Deque<Delivery> unanswered = new ArrayDeque<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Future<Device>> lookUps = new HashMap<>();
    private final Map<String, CommandListener> commandListeners = new HashMap<>();
    private final CommandsOut commandsOut;
    private Future<?> subscribing = Future.succeededFuture();
    private int subscribingNow;
    private int inFlight;
    private volatile boolean closed;
    private volatile boolean takenOver;
    private volatile Login login;

    private record Waiting(Delivery delivery, Promise<Delivery> turn) {}

    /** What all connections of an event loop share. */
    record Shared(
            Context context,
            Clock clock,
            GatewayConfig.Limits limits,
            ByteBudget inFlightBytes,
            ByteBudget waitingBytes) {}

    Connection(MqttEndpoint endpoint, Login login, RateLimit rate, Shared shared) {
        this.endpoint = endpoint;
        this.login = login;
        this.rate = rate;
        this.context = shared.context();
        this.clock = shared.clock();
        this.limits = shared.limits();
        this.inFlightBytes = shared.inFlightBytes();
        this.waitingBytes = shared.waitingBytes();
        this.errorTopics = new ErrorTopics(login.tenant().id(), login.device().id());
        this.clientId = namedItself(endpoint)
                ? endpoint.clientIdentifier()
                : UUID.randomUUID().toString();
        this.isMqtt5 = isMqtt5(endpoint);
        this.reasonStrings = ReasonStrings.of(isMqtt5, endpoint.connectProperties());
        this.commandsOut = new CommandsOut(endpoint, context, isMqtt5, reasonStrings);
    }

    static boolean isMqtt5(MqttEndpoint endpoint) {
        return endpoint.protocolVersion() >= MqttVersion.MQTT_5.protocolLevel();
    }

    /** Whether the client sent a client id; one that did not gets one from us. */
    static boolean namedItself(MqttEndpoint endpoint) {
        return endpoint.clientIdentifier() != null;
    }

    /** Whose connection it is, as the registry last saw it. */
    Login login() {
        return login;
    }

    void confirm(Login confirmed) {
        login = confirmed;
    }

    String clientId() {
        return clientId;
    }

    /** {@link System#nanoTime} when it was let in. */
    long sinceNanos() {
        return sinceNanos;
    }

    boolean isMqtt5() {
        return isMqtt5;
    }

    ReasonStrings reasonStrings() {
        return reasonStrings;
    }

    ErrorTopics errorTopics() {
        return errorTopics;
    }

    /** What it listens for commands by, by topic filter. */
    Map<String, CommandListener> commandListeners() {
        return commandListeners;
    }

    CommandsOut commandsOut() {
        return commandsOut;
    }

    Context context() {
        return context;
    }

    /** How many packets about subscriptions are being answered or wait for that. */
    int subscribingNow() {
        return subscribingNow;
    }

    /** Subscribing asks the registry: what comes behind it waits for its end. */
    void afterSubscriptions(Supplier<Future<?>> next) {
        subscribingNow++;
        subscribing = subscribing.transform(before -> next.get()).onComplete(done -> subscribingNow--);
    }

    /** Brings a command to the device, from any thread; fails with {@link Undeliverable}. */
    Future<Void> command(String topic, Command command, MqttQoS qos) {
        Promise<Void> delivered = Promise.promise();
        context.runOnContext(nothing -> commandsOut.send(topic, command, qos).onComplete(delivered));
        return delivered.future();
    }

    MqttEndpoint endpoint() {
        return endpoint;
    }

    boolean isOpen() {
        return !closed && endpoint.isConnected();
    }

    boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** A message has come; it will be answered when all before it are. */
    Delivery receive(PublishedMessage message) {
        Delivery delivery = new Delivery(message, System.nanoTime());
        if (message.isAtLeastOnce()) {
            unanswered.add(delivery);
        }
        return delivery;
    }

    /**
     * Whether the message is one we take: QoS, size, rate.
     *
     * @throws Refusal QOS_NOT_SERVED, TOO_LARGE, TOO_MANY
     */
    Delivery check(Delivery delivery) {
        PublishedMessage message = delivery.message();
        if (message.qos() == MqttQoS.EXACTLY_ONCE) {
            throw Refusal.qosNotServed("QoS 2 is not served, 0 or 1 is expected");
        }
        if (message.payload().length > limits.payloadBytes()) {
            throw Refusal.tooLarge(
                    "payload is %d bytes, limit %d".formatted(message.payload().length, limits.payloadBytes()));
        }
        if (!rate.tryPass(delivery.receivedNanos())) {
            throw Refusal.tooMany(
                    "more than %d messages a second from this device".formatted(limits.messagesPerSecond()));
        }
        return delivery;
    }

    /**
     * The message's turn to be sent: at once, or when others of this connection or of the process are done.
     *
     * @return failed with {@link Refusal} TOO_MANY or UNAVAILABLE if its turn does not come in time
     */
    Future<Delivery> admit(Delivery delivery) {
        if (waiting.isEmpty() && tryAdmit(delivery)) {
            return Future.succeededFuture(delivery);
        }
        if (waiting.size() >= limits.inFlight()) {
            return Future.failedFuture(Refusal.tooMany(
                    "%d messages are in flight and as many wait, limit %d".formatted(inFlight, limits.inFlight())));
        }
        if (!waitingBytes.tryTake(delivery.message().bytes())) {
            return Future.failedFuture(Refusal.unavailable("too many messages wait in this gateway, try again later"));
        }
        Waiting place = new Waiting(delivery, Promise.promise());
        waiting.add(place);
        return place.turn().future();
    }

    /** Lets in those whose turn has come, and refuses those that have waited too long. */
    void attendToWaiting(long nowNanos) {
        Waiting first;
        while ((first = waiting.peek()) != null && tryAdmit(first.delivery())) {
            leave(first);
            first.turn().complete(first.delivery());
        }
        while ((first = waiting.peek()) != null
                && nowNanos - first.delivery().receivedNanos()
                        > limits.patience().toNanos()) {
            leave(first);
            first.turn().fail(waitedTooLong());
        }
    }

    /**
     * A device this one wants to act for, looked up once however many messages wait for it, and in their order.
     *
     * @param lookUp asks the registry; completes on this event loop
     */
    Future<Device> lookUp(String device, Function<String, Future<Device>> lookUp) {
        Future<Device> running = lookUps.get(device);
        if (running == null) {
            running = lookUp.apply(device);
            lookUps.put(device, running);
            running.onComplete(done -> lookUps.remove(device));
        }
        return running;
    }

    /** Kafka has it. */
    void acknowledge(Delivery delivery) {
        delivery.end(null);
        settle(delivery);
    }

    /** It is not taken. */
    void refuse(Delivery delivery, Refusal refusal) {
        delivery.end(refusal);
        settle(delivery);
    }

    /** Its client has connected again: ends this connection, from any thread. */
    void takeOver() {
        takenOver = true;
        disconnectLater(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, "this client id has connected again");
    }

    /** Whether its client is still there, on another connection. */
    boolean isTakenOver() {
        return takenOver;
    }

    /** Ends the connection from any thread: a DISCONNECT that says why (MQTT 5), then closed. */
    void disconnectLater(MqttDisconnectReasonCode code, String reason) {
        context.runOnContext(nothing -> disconnect(code, reason));
    }

    void disconnect(MqttDisconnectReasonCode code, String reason) {
        if (isOpen()) {
            closed = true;
            endpoint.disconnect(code, reasonStrings.disconnect(reason));
        }
    }

    /** The connection is gone: nobody is left to answer. What is on its way to Kafka stays on its way. */
    void onClosed() {
        closed = true;
        unanswered.clear();
        commandsOut.onClosed();
        Waiting place;
        while ((place = waiting.peek()) != null) {
            leave(place);
            place.turn().fail(Refusal.unavailable("the connection was closed"));
        }
    }

    private boolean tryAdmit(Delivery delivery) {
        if (inFlight >= limits.inFlight()
                || !inFlightBytes.tryTake(delivery.message().bytes())) {
            return false;
        }
        inFlight++;
        delivery.admit();
        return true;
    }

    private void leave(Waiting place) {
        waiting.remove();
        waitingBytes.giveBack(place.delivery().message().bytes());
    }

    private Refusal waitedTooLong() {
        return inFlight >= limits.inFlight()
                ? Refusal.tooMany("%d messages are in flight, and waited %d ms for one to end"
                        .formatted(inFlight, limits.patience().toMillis()))
                : Refusal.unavailable("waited %d ms for a turn, try again later"
                        .formatted(limits.patience().toMillis()));
    }

    private void settle(Delivery delivery) {
        if (delivery.isAdmitted()) {
            inFlight--;
            inFlightBytes.giveBack(delivery.message().bytes());
        }
        if (delivery.message().isAtLeastOnce()) {
            answerInOrder();
        } else {
            delivery.refusal().ifPresent(refusal -> answer(delivery, refusal));
        }
        if (!waiting.isEmpty()) {
            attendToWaiting(System.nanoTime());
        }
    }

    private void answerInOrder() {
        Delivery first;
        while (isOpen() && (first = unanswered.peek()) != null && first.hasEnded()) {
            unanswered.remove();
            Delivery answered = first;
            answered.refusal()
                    .ifPresentOrElse(
                            refusal -> answer(answered, refusal),
                            () -> endpoint.publishAcknowledge(answered.message().packetId()));
        }
    }

    private void answer(Delivery delivery, Refusal refusal) {
        if (!isOpen()) {
            return;
        }
        OnError onError =
                delivery.parsedTopic().map(topic -> topic.bag().onError()).orElse(OnError.DEFAULT);
        var errorTopic = errorTopics.topicFor(
                delivery.deviceId().orElse(login.device().id()),
                delivery.endpointName(),
                delivery.correlationId(),
                refusal.reason().honoCode());
        Answer answer = Answer.to(refusal.reason(), onError, delivery.message().qos(), isMqtt5, errorTopic.isPresent());
        if (answer.publishError()) {
            errorTopic.ifPresent(topic -> publishError(topic, delivery, refusal));
        }
        switch (answer.acknowledgement()) {
            case NONE -> {}
            case PLAIN -> endpoint.publishAcknowledge(delivery.message().packetId());
            case WITH_REASON ->
                endpoint.publishAcknowledge(
                        delivery.message().packetId(),
                        refusal.reason().pubAck(),
                        reasonStrings.acknowledgement(refusal.text(), 1));
        }
        if (answer.disconnect()) {
            disconnect(refusal.reason().disconnect().orElseGet(() -> sameCode(refusal)), refusal.text());
        }
    }

    private void publishError(String topic, Delivery delivery, Refusal refusal) {
        JsonObject error = new JsonObject()
                .put("code", refusal.reason().honoCode())
                .put("message", refusal.text())
                .put("timestamp", clock.instant().toString())
                .put("correlation-id", delivery.correlationId());
        endpoint.publish(topic, Buffer.buffer(error.encode()), MqttQoS.AT_MOST_ONCE, false, false);
    }

    /** The reason codes of PUBACK we use mean the same in a DISCONNECT. */
    private static MqttDisconnectReasonCode sameCode(Refusal refusal) {
        MqttPubAckReasonCode code = refusal.reason().pubAck();
        return MqttDisconnectReasonCode.valueOf(code.value());
    }
}
