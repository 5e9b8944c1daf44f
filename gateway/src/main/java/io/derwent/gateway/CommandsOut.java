package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPubAckMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Commands on their way to one connection. With QoS 1 a command is delivered when its PUBACK comes, within
 * {@link #PUBACK_WITHIN} as at Hono; it is not sent again, since a device would not know it from a second one. At most
 * {@link #MOST} are out at a time, fewer if the device says so. All of it is touched by the connection's event loop only.
 */
final class CommandsOut {
    static final Duration PUBACK_WITHIN = Duration.ofSeconds(1);

    private static final int MOST = 20;
    private static final int LAST_PACKET_ID = 65_535;
    /** Fixed header, packet id, lengths of topic and properties, at most. */
    private static final int BESIDE_THE_TEXTS = 20;

    private final MqttEndpoint endpoint;
    private final Context context;
    private final boolean isMqtt5;
    private final long largestPacket;
    private final int most;
    private final Map<Integer, Promise<Void>> out = new HashMap<>();
    private int lastPacketId;

    CommandsOut(MqttEndpoint endpoint, Context context, boolean isMqtt5, ReasonStrings limits) {
        this.endpoint = endpoint;
        this.context = context;
        this.isMqtt5 = isMqtt5;
        this.largestPacket = limits.largestPacket();
        this.most = isMqtt5
                        && endpoint.connectProperties().getProperty(MqttProperties.RECEIVE_MAXIMUM)
                                instanceof MqttProperties.IntegerProperty given
                ? Math.min(MOST, given.value())
                : MOST;
    }

    /** Fails with {@link Undeliverable} if the device has not got it, or has not said so in time. */
    Future<Void> send(String topic, Command command, MqttQoS qos) {
        if (!endpoint.isConnected()) {
            return Future.failedFuture(Undeliverable.now("the device is not connected"));
        }
        int bytes = BESIDE_THE_TEXTS
                + topic.getBytes(StandardCharsets.UTF_8).length
                + command.contentType().orElse("").getBytes(StandardCharsets.UTF_8).length
                + command.payload().length;
        if (bytes > largestPacket) {
            return Future.failedFuture(Undeliverable.tooLarge());
        }
        if (qos == MqttQoS.AT_MOST_ONCE) {
            return publish(topic, command, qos, 0).mapEmpty();
        }
        if (out.size() >= most) {
            return Future.failedFuture(Undeliverable.now(
                    "%d commands wait for the device's PUBACK, limit %d".formatted(out.size(), most)));
        }
        int packetId = nextPacketId();
        Promise<Void> delivered = Promise.promise();
        out.put(packetId, delivered);
        context.owner().setTimer(PUBACK_WITHIN.toMillis(), timer -> {
            if (out.remove(packetId, delivered)) {
                delivered.fail(Undeliverable.now(
                        "the device has sent no PUBACK within %d ms".formatted(PUBACK_WITHIN.toMillis())));
            }
        });
        publish(topic, command, qos, packetId).onFailure(error -> {
            if (out.remove(packetId, delivered)) {
                delivered.fail(Undeliverable.now("the connection was lost"));
            }
        });
        return delivered.future();
    }

    void onPubAck(MqttPubAckMessage packet) {
        Promise<Void> delivered = out.remove(packet.messageId());
        if (delivered == null) {
            return;
        }
        if (packet.code().isError()) {
            delivered.fail(Undeliverable.now("the device refused it with reason code 0x%02x"
                    .formatted(Byte.toUnsignedInt(packet.code().value()))));
        } else {
            delivered.complete();
        }
    }

    void onClosed() {
        out.values().forEach(delivered -> delivered.fail(Undeliverable.now("the connection was closed")));
        out.clear();
    }

    private Future<Integer> publish(String topic, Command command, MqttQoS qos, int packetId) {
        MqttProperties properties = new MqttProperties();
        if (isMqtt5) {
            command.contentType()
                    .ifPresent(type ->
                            properties.add(new MqttProperties.StringProperty(MqttProperties.CONTENT_TYPE, type)));
        }
        return endpoint.publish(topic, Buffer.buffer(command.payload()), qos, false, false, packetId, properties);
    }

    private int nextPacketId() {
        do {
            lastPacketId = lastPacketId == LAST_PACKET_ID ? 1 : lastPacketId + 1;
        } while (out.containsKey(lastPacketId));
        return lastPacketId;
    }
}
