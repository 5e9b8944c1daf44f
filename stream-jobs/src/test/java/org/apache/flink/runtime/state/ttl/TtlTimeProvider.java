package org.apache.flink.runtime.state.ttl;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands before Flink's own on the class path of the tests: its clock, by which state is let go, may stand still, so that a
 * savepoint kept for years restores as it did on its day. Flink offers no other way to say what time it is.
 */
@FunctionalInterface
public interface TtlTimeProvider {
    /** Where the clock stands, in milliseconds since 1970; 0: it goes. */
    AtomicLong STANDS_AT = new AtomicLong();

    TtlTimeProvider DEFAULT = () -> {
        long standsAt = STANDS_AT.get();
        return standsAt == 0 ? System.currentTimeMillis() : standsAt;
    };

    long currentTimestamp();
}
