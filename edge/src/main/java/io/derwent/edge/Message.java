package io.derwent.edge;

import io.derwent.model.Ids;
import java.time.Instant;
import java.util.Optional;

/**
 * What a device published, as the hub keeps it: nothing of it is read or changed.
 *
 * @param device      id of the device it is from
 * @param contentType MQTT 5 content type property
 * @param bag         what stood behind {@code /?} in the topic, less {@code on-error}; empty if nothing did
 * @param retain      whether it was to be retained, of which the gateway makes a header, as Hono does
 * @param receivedAt  when the hub took it, by the hub's clock, to the millisecond
 * @param payload     the device's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; messages are never compared
record Message(
        Endpoint endpoint,
        String device,
        Optional<String> contentType,
        String bag,
        boolean retain,
        Instant receivedAt,
        byte[] payload) {

    /** Hono's two ways in. */
    enum Endpoint {
        TELEMETRY("telemetry"),
        EVENT("event");

        private final String topic;

        Endpoint(String topic) {
            this.topic = topic;
        }

        /** First segment of the topic. */
        String topic() {
            return topic;
        }
    }

    /** The same for the same bytes of the same device, taken at the same time. */
    String id() {
        return Ids.of(
                payload,
                "hub-message",
                endpoint.topic(),
                device,
                contentType.orElse(""),
                bag,
                Long.toString(receivedAt.toEpochMilli()));
    }
}
