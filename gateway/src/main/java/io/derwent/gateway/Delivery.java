package io.derwent.gateway;

import io.derwent.registry.Device;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way: what the steps of {@link MqttAdapter#onPublish} found out about it, and how it ended. Touched by
 * its connection's event loop only.
 *
 * <pre>
 *   received ── (waiting) ── admitted ── ended: accepted or refused ── answered
 * </pre>
 */
final class Delivery {
    private final PublishedMessage message;
    private final long receivedNanos;
    private @Nullable PublishTopic topic;
    private @Nullable Device device;
    private @Nullable Refusal refusal;
    private boolean admitted;
    private boolean ended;

    Delivery(PublishedMessage message, long receivedNanos) {
        this.message = message;
        this.receivedNanos = receivedNanos;
    }

    PublishedMessage message() {
        return message;
    }

    /** {@link System#nanoTime} when it came. */
    long receivedNanos() {
        return receivedNanos;
    }

    Delivery to(PublishTopic parsed) {
        topic = parsed;
        return this;
    }

    Delivery from(Device authorized) {
        device = authorized;
        return this;
    }

    void admit() {
        admitted = true;
    }

    void end(@Nullable Refusal why) {
        refusal = why;
        ended = true;
    }

    /** @throws IllegalStateException before the topic was parsed */
    PublishTopic topic() {
        return Objects.requireNonNull(topic);
    }

    /** The topic, or empty if it could not be parsed. */
    Optional<PublishTopic> parsedTopic() {
        return Optional.ofNullable(topic);
    }

    /** The device the message is from; the connection's own, or the one it acts for. */
    Device device() {
        return Objects.requireNonNull(device);
    }

    Optional<String> deviceId() {
        return topic == null ? Optional.empty() : topic.device();
    }

    /** First segment of the topic, for the error topic; as far as it can be told. */
    String endpointName() {
        return topic == null ? "unknown" : topic.endpointName();
    }

    /** What an error message refers to this one by: its own word, or its packet id, or -1. */
    String correlationId() {
        return parsedTopic()
                .flatMap(parsed -> parsed.bag().correlationId())
                .orElseGet(() -> message.isAtLeastOnce() ? Integer.toString(message.packetId()) : "-1");
    }

    boolean isAdmitted() {
        return admitted;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Why it was refused; empty if it was accepted. */
    Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }
}
