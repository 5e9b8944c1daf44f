package io.derwent.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.console.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final LoginThrottle throttle = new LoginThrottle(clock);

    @Test
    void fiveFailuresAreFreeThenTheWaitDoubles() {
        fail(4);
        assertThat(throttle.wait("nina")).isZero();

        fail(1);
        assertThat(throttle.wait("nina")).isEqualTo(Duration.ofMinutes(1));

        fail(1);
        assertThat(throttle.wait("nina")).isEqualTo(Duration.ofMinutes(2));

        fail(10);
        assertThat(throttle.wait("nina")).isEqualTo(Duration.ofMinutes(15));
        assertThat(throttle.wait("somebody else")).isZero();
    }

    @Test
    void theWaitPassesAndIsForgotten() {
        fail(5);
        clock.advance(Duration.ofMinutes(1));
        assertThat(throttle.wait("nina")).isZero();

        clock.advance(Duration.ofMinutes(16));
        fail(1);

        assertThat(throttle.wait("nina")).isZero();
    }

    @Test
    void aSuccessForgetsAllFailures() {
        fail(4);
        throttle.succeeded("nina");
        fail(1);

        assertThat(throttle.wait("nina")).isZero();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("nina");
        }
    }
}
