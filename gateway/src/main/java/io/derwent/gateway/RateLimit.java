package io.derwent.gateway;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many messages a second, lasting, and two seconds' worth at once (generic cell rate algorithm, ITU-T I.371): one number
 * says when the next message would be due at the lasting rate. Shared by all connections of a device. Any thread.
 */
final class RateLimit {
    private static final Duration BURST = Duration.ofSeconds(2);

    private final long intervalNanos;
    private final AtomicLong dueNanos;

    RateLimit(int messagesPerSecond, long nowNanos) {
        intervalNanos = Duration.ofSeconds(1).toNanos() / messagesPerSecond;
        dueNanos = new AtomicLong(nowNanos);
    }

    /** Whether a message at this time, of {@link System#nanoTime}'s kind, is within the limit; if so it counts. */
    boolean tryPass(long nowNanos) {
        while (true) {
            long due = dueNanos.get();
            long from = due - nowNanos < 0 ? nowNanos : due;
            if (from - nowNanos > BURST.toNanos()) {
                return false;
            }
            if (dueNanos.compareAndSet(due, from + intervalNanos)) {
                return true;
            }
        }
    }
}
