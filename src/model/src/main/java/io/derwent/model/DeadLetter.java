package io.derwent.model;

import java.time.Instant;
import java.util.List;

/**
 * A message that could not be read, with everything needed to send it again.
 *
 * @param id         hash of tenant, device and bytes, and the hour it was refused in: the same bytes are one letter an hour
 * @param refusedBy  {@code gateway}, {@code vitals} or {@code assets}
 * @param reason     what was wrong, where, and the rule
 * @param topic      Kafka topic it was on, or would have been written to
 * @param headers    the record's headers in order, {@code creation-time} included
 * @param payload    the original bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; letters are compared by id, never by equals
public record DeadLetter(
        String id,
        String tenant,
        String device,
        String refusedBy,
        String reason,
        Instant refusedAt,
        String topic,
        List<Header> headers,
        byte[] payload) {
    /** One record header; the value is UTF-8 text, as Hono writes it. */
    public record Header(String name, String value) {}
}
