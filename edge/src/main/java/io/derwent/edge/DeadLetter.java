package io.derwent.edge;

import java.time.Instant;

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
}
