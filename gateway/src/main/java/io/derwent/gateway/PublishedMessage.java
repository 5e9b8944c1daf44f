package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.mqtt.messages.MqttPublishMessage;
import java.util.Optional;

/**
 * A PUBLISH packet as it came from a device.
 *
 * @param packetId 0 for QoS 0, which has none
 * @param bytes    what it counts against the bounds: payload, topic and a guess at its headers
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; messages are never compared
record PublishedMessage(
        int packetId,
        MqttQoS qos,
        boolean retain,
        String topicName,
        Optional<String> contentTypeProperty,
        boolean hasTopicAlias,
        byte[] payload,
        int bytes) {
    private static final int OVERHEAD_BYTES = 512;

    static PublishedMessage of(MqttPublishMessage packet) {
        byte[] payload = packet.payload().getBytes();
        return new PublishedMessage(
                packet.messageId(),
                packet.qosLevel(),
                packet.isRetain(),
                packet.topicName(),
                contentType(packet.properties()),
                packet.properties().getProperty(MqttProperties.TOPIC_ALIAS) != null,
                payload,
                payload.length + packet.topicName().length() + OVERHEAD_BYTES);
    }

    boolean isAtLeastOnce() {
        return qos == MqttQoS.AT_LEAST_ONCE;
    }

    /** MQTT 5 §3.3.2.3.9. */
    private static Optional<String> contentType(MqttProperties properties) {
        return properties.getProperty(MqttProperties.CONTENT_TYPE) instanceof MqttProperties.StringProperty property
                ? Optional.of(property.value()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }
}
