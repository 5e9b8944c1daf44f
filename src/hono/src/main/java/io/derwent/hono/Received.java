package io.derwent.hono;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.wire.HonoRecord;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.hono.application.client.DownstreamMessage;
import org.eclipse.hono.application.client.kafka.KafkaMessageContext;
import org.eclipse.hono.util.EventConstants;
import org.eclipse.hono.util.QoS;

/**
 * What Hono's client says of one message, and nothing it does not say: read through its {@link DownstreamMessage} only.
 *
 * @param time           when the protocol adapter took it in; empty if nobody said
 * @param payload        empty for an empty notification
 * @param ttl            how long it is worth delivering; empty: for ever
 * @param ttd            how long the device listens for commands from {@code time} on, in seconds, -1 until further notice;
 *     empty: it does not say
 * @param connection     what a connection event says; empty for any other message
 * @param properties     every header not named above, as text, sorted by name
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; messages are never compared
record Received(
        Kind kind,
        String tenant,
        String device,
        Optional<Instant> time,
        String contentType,
        int qos,
        byte[] payload,
        Optional<Duration> ttl,
        Optional<Integer> ttd,
        Optional<ConnectionEvent> connection,
        Map<String, String> properties) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] NOTHING = new byte[0];

    /** What kind of message. Hono tells its well-known events apart by their content type. */
    enum Kind {
        TELEMETRY,
        EVENT,
        CONNECTION,
        EMPTY_NOTIFICATION;

        @Override
        public String toString() {
            return switch (this) {
                case TELEMETRY -> "telemetry";
                case EVENT -> "event";
                case CONNECTION -> "connection";
                case EMPTY_NOTIFICATION -> "empty";
            };
        }
    }

    /**
     * A device has connected or disconnected.
     *
     * @param cause    {@code connected} or {@code disconnected}
     * @param remoteId the client's name for itself
     * @param source   the protocol adapter
     * @param data     whatever else the adapter says, as JSON
     */
    record ConnectionEvent(String cause, String remoteId, String source, Optional<String> data) {
        static Optional<ConnectionEvent> parse(byte[] payload) {
            try {
                JsonNode root = JSON.readTree(new String(payload, StandardCharsets.UTF_8));
                return root.isObject()
                        ? Optional.of(new ConnectionEvent(
                                root.path("cause").asText(),
                                root.path("remote-id").asText(),
                                root.path("source").asText(),
                                root.has("data") ? Optional.of(root.get("data").toString()) : Optional.empty()))
                        : Optional.empty();
            } catch (JsonProcessingException e) {
                return Optional.empty(); // then it is an event like any other, and shown as it is
            }
        }
    }

    static Received telemetry(DownstreamMessage<KafkaMessageContext> message) {
        return of(Kind.TELEMETRY, message);
    }

    static Received event(DownstreamMessage<KafkaMessageContext> message) {
        return of(Kind.EVENT, message);
    }

    private static Received of(Kind channel, DownstreamMessage<KafkaMessageContext> message) {
        byte[] payload =
                Optional.ofNullable(message.getPayload()).map(Buffer::getBytes).orElse(NOTHING);
        String contentType = message.getContentType();
        Optional<ConnectionEvent> connection =
                contentType.equals(EventConstants.EVENT_CONNECTION_NOTIFICATION_CONTENT_TYPE)
                        ? ConnectionEvent.parse(payload)
                        : Optional.empty();
        return new Received(
                kind(channel, contentType, connection.isPresent()),
                message.getTenantId(),
                message.getDeviceId(),
                Optional.ofNullable(message.getCreationTime()),
                contentType,
                message.getQos() == QoS.AT_MOST_ONCE ? 0 : 1,
                payload,
                Optional.ofNullable(message.getTimeToLive()),
                Optional.ofNullable(message.getTimeTillDisconnect()),
                connection,
                otherProperties(message));
    }

    private static Kind kind(Kind channel, String contentType, boolean isConnection) {
        if (isConnection) {
            return Kind.CONNECTION;
        }
        return contentType.equals(EventConstants.CONTENT_TYPE_EMPTY_NOTIFICATION) ? Kind.EMPTY_NOTIFICATION : channel;
    }

    private static Map<String, String> otherProperties(DownstreamMessage<KafkaMessageContext> message) {
        Map<String, String> properties = new TreeMap<>();
        message.getProperties().getPropertiesMap().forEach((name, value) -> {
            switch (name) {
                case HonoRecord.DEVICE_ID,
                        HonoRecord.QOS,
                        HonoRecord.CONTENT_TYPE,
                        HonoRecord.CREATION_TIME,
                        HonoRecord.TTL,
                        HonoRecord.TTD -> {}
                default -> properties.put(name, String.valueOf(value));
            }
        });
        return properties;
    }
}
