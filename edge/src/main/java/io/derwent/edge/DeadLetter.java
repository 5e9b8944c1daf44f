package io.derwent.edge;

import java.time.Instant;
import java.util.Optional;

/**
 * A message the gateway will not take.
 *
 * @param reason why
 * @param at     when that was known, by the hub's clock
 */
record DeadLetter(Message message, Answer reason, Instant at) {
    /** The message's own. */
    String id() {
        return message.id();
    }

    /** What is shown of it: everything but the measurement, so that a thousand of them need little memory. */
    Shown shown() {
        return new Shown(
                id(),
                message.device(),
                message.endpoint(),
                message.contentType(),
                message.receivedAt(),
                message.payload().length,
                reason,
                at);
    }

    /** A dead letter without its bytes. */
    record Shown(
            String id,
            String device,
            Message.Endpoint endpoint,
            Optional<String> contentType,
            Instant receivedAt,
            int bytes,
            Answer reason,
            Instant refusedAt) {}
}
