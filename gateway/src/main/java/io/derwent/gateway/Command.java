package io.derwent.gateway;

import io.derwent.model.DeadLetter.Header;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What an application wants a device to hear. Source: Hono Command &amp; Control API for Kafka.
 *
 * @param device          whom it is for
 * @param subject         the command's name; the end of the topic it is delivered on
 * @param responseRequired whether the sender waits for an answer, which is then told too if it cannot be delivered
 * @param correlationId   what the sender knows the answer by; empty for a one-way command
 * @param failureMetadata headers that come back with the news that it was not delivered
 * @param sentAt          by the sender's clock, or when Kafka took it
 * @param timeToLive      how long after that it is worth delivering, if the sender says so
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; commands are never compared
record Command(
        String tenant,
        String device,
        String subject,
        Optional<String> contentType,
        boolean responseRequired,
        Optional<String> correlationId,
        List<Header> failureMetadata,
        byte[] payload,
        Instant sentAt,
        Optional<Duration> timeToLive) {
    /** As in Hono, whose request ids say this length with two hexadecimal digits. */
    private static final int LONGEST_CORRELATION_ID = 255;

    /** The end of the year 9999; what a sender says beyond it is no time. */
    private static final long LATEST_MILLIS = 253_402_300_799_999L;

    Command {
        failureMetadata = List.copyOf(failureMetadata);
    }

    /** @throws IllegalArgumentException for a topic that is none of commands */
    static Command read(ConsumerRecord<String, byte[]> sent) {
        HonoRecord record =
                HonoRecord.read(sent.topic(), sent.key() == null ? "" : sent.key(), sent.headers(), sent.value());
        return new Command(
                HonoTopics.tenantOfCommands(sent.topic())
                        .orElseThrow(() -> new IllegalArgumentException(sent.topic() + " is no topic of commands")),
                record.header(HonoRecord.DEVICE_ID).orElse(""),
                record.header(HonoRecord.SUBJECT).orElse(""),
                record.contentType(),
                record.header(HonoRecord.RESPONSE_REQUIRED)
                        .map(Boolean::parseBoolean)
                        .orElse(false),
                record.header(HonoRecord.CORRELATION_ID),
                record.headers().stream()
                        .filter(header -> header.name().startsWith(HonoRecord.DELIVERY_FAILURE_METADATA))
                        .toList(),
                record.payload(),
                Instant.ofEpochMilli(record.header(HonoRecord.CREATION_TIME)
                        .flatMap(Command::millis)
                        .orElse(sent.timestamp())),
                record.header(HonoRecord.TTL).flatMap(Command::millis).map(Duration::ofMillis));
    }

    private static Optional<Long> millis(String header) {
        try {
            return Optional.of(Long.parseLong(header)).filter(millis -> millis >= 0 && millis <= LATEST_MILLIS);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it is not worth delivering any more, as Hono's consumers see it. */
    boolean isExpiredAt(Instant now) {
        return timeToLive.map(ttl -> sentAt.plus(ttl).isBefore(now)).orElse(false);
    }

    /** What is wrong with it; empty if it can be delivered. */
    Optional<String> fault() {
        if (device.isEmpty()) {
            return Optional.of("header device_id is missing");
        }
        if (subject.isEmpty() || subject.chars().anyMatch(Command::cannotBeInATopicName)) {
            return Optional.of("header subject is \"%s\", a text without control characters, + and # is expected"
                    .formatted(subject));
        }
        if (responseRequired && correlationId.isEmpty()) {
            return Optional.of("header correlation-id is missing, and a response is required");
        }
        if (correlationId.orElse("").length() > LONGEST_CORRELATION_ID) {
            return Optional.of("header correlation-id has %d characters, limit %d"
                    .formatted(correlationId.orElse("").length(), LONGEST_CORRELATION_ID));
        }
        return Optional.empty();
    }

    /** One level of a topic by which a device says which command it answers; empty for a one-way command. */
    String requestId() {
        return responseRequired
                ? correlationId
                        .map(id -> URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20"))
                        .orElse("")
                : "";
    }

    /**
     * The correlation id in a request id.
     *
     * @throws Refusal BAD_TOPIC if it is none of ours
     */
    static String correlationId(String requestId) {
        try {
            String id = URLDecoder.decode(requestId, StandardCharsets.UTF_8);
            if (!id.isEmpty() && id.length() <= LONGEST_CORRELATION_ID) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw Refusal.badTopic("\"%s\" is not the request id of a command".formatted(requestId));
    }

    private static boolean cannotBeInATopicName(int character) {
        return character == '+' || character == '#' || Character.isISOControl(character);
    }
}
