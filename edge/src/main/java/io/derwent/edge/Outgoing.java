package io.derwent.edge;

import io.derwent.wire.HubTime;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A PUBLISH to the gateway, QoS 1, as a gateway device sends it for another (Hono MQTT adapter user guide): the device is in
 * the topic, and in its property bag what the device itself put there and when the hub took the message.
 *
 * @param topic {@code event//cuff-1/?hub-received-at=1795680300000}
 */
@SuppressWarnings("ArrayRecordComponent") // the device's bytes
record Outgoing(String topic, Optional<String> contentType, boolean retain, byte[] payload) {
    private static final int ONE_BYTE_LENGTHS = 128;

    static Outgoing of(Message message) {
        String own = message.bag().isEmpty() ? "" : message.bag() + "&";
        String topic = "%s//%s/?%s%s"
                .formatted(message.endpoint().topic(), message.device(), own, HubTime.property(message.receivedAt()));
        return new Outgoing(topic, message.contentType(), message.retain(), message.payload());
    }

    /** Bytes of the whole packet, which a server's Maximum Packet Size is about (MQTT 5 §3.1.2.11.4, §3.3). */
    long packetBytes() {
        long properties = contentType.map(type -> 1L + 2 + utf8Length(type)).orElse(0L);
        long remaining = 2 + utf8Length(topic) + 2 + lengthBytes(properties) + properties + payload.length;
        return 1 + lengthBytes(remaining) + remaining;
    }

    private static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Of a variable byte integer (MQTT 5 §1.5.5). */
    private static int lengthBytes(long value) {
        int bytes = 1;
        for (long rest = value / ONE_BYTE_LENGTHS; rest > 0; rest /= ONE_BYTE_LENGTHS) {
            bytes++;
        }
        return bytes;
    }
}
