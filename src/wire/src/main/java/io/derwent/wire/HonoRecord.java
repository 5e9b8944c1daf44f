package io.derwent.wire;

import io.derwent.model.DeadLetter;
import io.derwent.model.EffectiveTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A telemetry or event record as Eclipse Hono's sender writes it and its application client reads it: key is the plain
 * device id, the value the bytes the device sent, every header value UTF-8 text (numbers in decimal). There is no tenant
 * header: the tenant is in the topic name.
 *
 * @param device  id of the device the message is from (not of the gateway device that sent it for it)
 * @param headers in the order they are written
 * @param payload the device's bytes; empty for Hono's empty notifications, whose record value is null
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; records are never compared
public record HonoRecord(String topic, String device, List<DeadLetter.Header> headers, byte[] payload) {
    public static final String DEVICE_ID = "device_id";
    public static final String CONTENT_TYPE = "content-type";
    public static final String CREATION_TIME = "creation-time";
    public static final String QOS = "qos";
    public static final String TTL = "ttl";
    public static final String TTD = "ttd";
    public static final String ORIG_ADAPTER = "orig_adapter";
    public static final String ORIG_ADDRESS = "orig_address";
    public static final String GATEWAY_ID = "gateway_id";
    public static final String RETAIN = "x-opt-retain";

    /** Of commands and their responses: what the sender of a request knows the answer by. */
    public static final String CORRELATION_ID = "correlation-id";

    /** Of commands: the command's name. */
    public static final String SUBJECT = "subject";

    /** Of commands: whether the sender waits for an answer. */
    public static final String RESPONSE_REQUIRED = "response-required";

    /** Of command responses: an HTTP status code. */
    public static final String STATUS = "status";

    /** Of command responses, which name the tenant beside the topic. */
    public static final String TENANT_ID = "tenant_id";

    /** Headers of commands with this prefix come back with the news that a command was not delivered. */
    public static final String DELIVERY_FAILURE_METADATA = "delivery-failure-notification-metadata";

    /** The content type of the news that a command was not delivered. */
    public static final String DELIVERY_FAILURE = "application/vnd.eclipse-hono-delivery-failure-notification+json";

    /** The name of our protocol adapter in Hono's language. */
    public static final String MQTT_ADAPTER = "hono-mqtt";

    /** The content type of Hono's empty notifications. */
    public static final String EMPTY_NOTIFICATION = "application/vnd.eclipse-hono-empty-notification";

    /** The content type of an alert that a hub raised while it had no line: {@link Codecs#alertEvents}. Ours, not Hono's. */
    public static final String HUB_ALERT = "application/vnd.derwent.alert+json";

    /** The content type of Hono's connection events: a device has connected or disconnected. */
    public static final String CONNECTION_EVENT = "application/vnd.eclipse-hono-dc-notification+json";

    /** Hubs are younger than this: one that says so has not heard the time since it was switched on. */
    private static final Instant BEFORE_HUBS = Instant.parse("2016-01-01T00:00:00Z");

    private static final byte[] NOTHING = new byte[0];

    public HonoRecord {
        headers = List.copyOf(headers);
    }

    /**
     * What a consumer of the topic has in hand, without copying the value. Whoever wrote the record, U+0000 in its texts is
     * replaced: nothing behind the topic can keep it.
     */
    public static HonoRecord read(String topic, String key, Headers headers, byte @Nullable [] payload) {
        List<DeadLetter.Header> read = new ArrayList<>();
        for (Header header : headers) {
            if (header.value() != null) {
                read.add(new DeadLetter.Header(
                        keepable(header.key()), keepable(new String(header.value(), StandardCharsets.UTF_8))));
            }
        }
        return new HonoRecord(topic, keepable(key), read, payload == null ? NOTHING : payload);
    }

    private static String keepable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    /** The record to send. */
    public ProducerRecord<String, byte[]> toProducerRecord() {
        ProducerRecord<String, byte[]> out = isEmptyNotification()
                ? new ProducerRecord<>(topic, device, null)
                : new ProducerRecord<>(topic, device, payload);
        for (DeadLetter.Header header : headers) {
            out.headers().add(header.name(), header.value().getBytes(StandardCharsets.UTF_8));
        }
        return out;
    }

    /** The last value of this header, or empty. */
    public Optional<String> header(String name) {
        for (int i = headers.size() - 1; i >= 0; i--) {
            if (headers.get(i).name().equals(name)) {
                return Optional.of(headers.get(i).value());
            }
        }
        return Optional.empty();
    }

    public boolean isEmptyNotification() {
        return contentType().map(EMPTY_NOTIFICATION::equals).orElse(false);
    }

    public Optional<String> contentType() {
        return header(CONTENT_TYPE);
    }

    /** When the protocol adapter took the message in; empty if the header is missing or no number. */
    public Optional<Instant> creationTime() {
        return header(CREATION_TIME).flatMap(HonoRecord::epochMillis);
    }

    /** When a hub took the message from its device; empty if it came without a hub ({@link HubTime}). */
    public Optional<Instant> hubReceivedAt() {
        return header(ORIG_ADDRESS).flatMap(HubTime::in);
    }

    /**
     * When somebody took the message from the device: a hub, if one did and its clock can be right, else the gateway.
     *
     * @param receivedAt by the gateway
     */
    public Instant leftDeviceAt(Instant receivedAt) {
        Instant latest = receivedAt.plus(EffectiveTime.BELIEVED_AHEAD);
        return hubReceivedAt()
                .filter(time -> time.isAfter(BEFORE_HUBS) && !time.isAfter(latest))
                .orElse(receivedAt);
    }

    private static Optional<Instant> epochMillis(String text) {
        try {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
