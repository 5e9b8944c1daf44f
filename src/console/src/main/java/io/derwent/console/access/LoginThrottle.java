package io.derwent.console.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Slows down guessing: after {@value #FREE_FAILURES} wrong passwords for one key, each further one must wait, one minute at
 * first, doubling to fifteen. Forgotten after fifteen quiet minutes. Keys are a user name with an address (so that nobody
 * can lock somebody else out from afar), and an address alone. Thread-safe; in memory, so each console counts for itself;
 * bounded, the longest unused key is forgotten first.
 */
final class LoginThrottle {
    private static final int FREE_FAILURES = 5;
    private static final int MOST_KEYS = 20_000;
    private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    private static final int MOST_DOUBLINGS = 4;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_KEYS;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant last, Instant blockedUntil) {}

    /** How long this key must still wait; zero if it may try now. */
    synchronized Duration wait(String key) {
        Failures known = failures.get(key);
        if (known == null) {
            return Duration.ZERO;
        }
        Duration left = Duration.between(clock.instant(), known.blockedUntil());
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void failed(String key, int freeFailures) {
        Instant now = clock.instant();
        Failures known = failures.get(key);
        int before = known == null || known.last().plus(LONGEST_WAIT).isBefore(now) ? 0 : known.count();
        int count = before + 1;
        int beyond = count - freeFailures;
        Instant blockedUntil = beyond < 0 ? now : now.plus(delay(beyond));
        failures.put(key, new Failures(count, now, blockedUntil));
    }

    void failed(String key) {
        failed(key, FREE_FAILURES);
    }

    synchronized void succeeded(String key) {
        failures.remove(key);
    }

    private static Duration delay(int beyond) {
        Duration delay = FIRST_WAIT.multipliedBy(1L << Math.min(beyond, MOST_DOUBLINGS));
        return delay.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : delay;
    }
}
