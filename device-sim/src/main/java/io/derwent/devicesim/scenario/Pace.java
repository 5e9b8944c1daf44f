package io.derwent.devicesim.scenario;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time as a performance feels it: real in a demo, virtual in a test. */
public interface Pace {
    Instant now();

    /**
     * Returns when {@link #now} has reached {@code instant}; at once if it has passed.
     *
     * @throws InterruptedException if the performance is being stopped
     */
    void until(Instant instant) throws InterruptedException;

    /** The clock on the wall. */
    static Pace real(Clock clock) {
        return new Pace() {
            @Override
            public Instant now() {
                return clock.instant();
            }

            @Override
            public void until(Instant instant) throws InterruptedException {
                Duration left = Duration.between(now(), instant);
                if (!left.isNegative() && !left.isZero()) {
                    Thread.sleep(left.toMillis() + 1);
                }
            }
        };
    }
}
