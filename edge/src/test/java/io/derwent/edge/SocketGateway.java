package io.derwent.edge;

import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A gateway on a real socket that keeps in memory what it acknowledged. */
final class SocketGateway {
    private static final int LARGEST_PACKET = 1024 * 1024;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final List<MqttEndpoint> hubs = new CopyOnWriteArrayList<>();
    private final int port;
    private volatile Function<String, Answer> verdict = payload -> new Answer(0, "");
    private volatile Optional<MqttConnectReturnCode> refusal = Optional.empty();
    private volatile int largestPacket = LARGEST_PACKET;
    private Optional<MqttServer> server = Optional.empty();

    record Received(String user, String topic, String contentType, boolean retain, String payload) {}

    SocketGateway() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    List<Received> received() {
        return received;
    }

    /** What it says to a payload. */
    void answer(Function<String, Answer> with) {
        verdict = with;
    }

    /** From now on nobody is let in. */
    void refuse(MqttConnectReturnCode code) {
        refusal = Optional.of(code);
    }

    /** What it announces to whoever connects from now on. */
    void announcePacketsUpTo(int bytes) {
        largestPacket = bytes;
    }

    /** Sends whoever is connected a one-way command. */
    void command(String subject, byte[] payload) {
        hubs.forEach(hub -> vertx.runOnContext(now ->
                hub.publish("command///req//" + subject, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, false, false)));
    }

    /** Ends all connections, saying why. */
    void end(MqttDisconnectReasonCode code) {
        hubs.forEach(hub -> vertx.runOnContext(now -> hub.disconnect(code, MqttProperties.NO_PROPERTIES)));
        hubs.clear();
    }

    SocketGateway open() throws Exception {
        MqttServer opened = MqttServer.create(vertx, new MqttServerOptions().setMaxMessageSize(LARGEST_PACKET));
        opened.endpointHandler(this::onConnect);
        opened.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        server = Optional.of(opened);
        return this;
    }

    /** Nobody can connect, and whoever was is cut off. */
    void shut() throws Exception {
        hubs.forEach(hub -> vertx.runOnContext(now -> {
            if (hub.isConnected()) {
                hub.close();
            }
        }));
        hubs.clear();
        if (server.isPresent()) {
            server.get().close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        server = Optional.empty();
    }

    private void onConnect(MqttEndpoint endpoint) {
        if (refusal.isPresent()) {
            endpoint.reject(refusal.get());
            return;
        }
        hubs.add(endpoint);
        String user = endpoint.auth() == null ? "" : endpoint.auth().getUsername();
        endpoint.subscriptionAutoAck(true);
        endpoint.publishAutoAck(false)
                .publishHandler(packet -> onPublish(endpoint, user, packet))
                .exceptionHandler(error -> {});
        MqttProperties announced = new MqttProperties();
        announced.add(new MqttProperties.IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, 10));
        announced.add(new MqttProperties.IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, largestPacket));
        endpoint.accept(false, announced);
    }

    private void onPublish(MqttEndpoint endpoint, String user, MqttPublishMessage packet) {
        String payload = packet.payload().toString(StandardCharsets.UTF_8);
        Answer answer = verdict.apply(payload);
        if (answer.verdict() != Answer.Verdict.DELIVERED) {
            MqttProperties reason = new MqttProperties();
            reason.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, answer.text()));
            endpoint.publishAcknowledge(packet.messageId(), MqttPubAckReasonCode.valueOf((byte) answer.code()), reason);
            return;
        }
        String contentType = packet.properties().getProperty(MqttProperties.CONTENT_TYPE)
                        instanceof MqttProperties.StringProperty property
                ? property.value()
                : "";
        received.add(new Received(user, packet.topicName(), contentType, packet.isRetain(), payload));
        endpoint.publishAcknowledge(packet.messageId());
    }

    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
