package io.derwent.store;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by SQLState which failures are worth another try: serialisation failure ({@code 40001}), deadlock ({@code 40P01}),
 * a lost or refused connection ({@code 08xxx}), a server that stops or starts ({@code 57P01} to {@code 57P03}). Everything
 * else is our bug or the caller's, and surfaces at once. When the pool gives no connection it has waited long enough itself:
 * unavailable, without another try.
 *
 * <p>A connection lost during commit leaves open whether it happened; the work runs again, which is why writes are idempotent.
 */
final class Retry {
    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
    private static final int ATTEMPTS = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /** One attempt only. */
    static final Retry NEVER = new Retry(1, length -> {});

    private final int attempts;
    private final Pause pause;

    Retry() {
        this(length -> Thread.sleep(length.toMillis()));
    }

    Retry(Pause pause) {
        this(ATTEMPTS, pause);
    }

    private Retry(int attempts, Pause pause) {
        this.attempts = attempts;
        this.pause = pause;
    }

    interface Pause {
        void last(Duration length) throws InterruptedException;
    }

    interface Attempt<T> {
        T run() throws SQLException;
    }

    /**
     * Runs until it succeeds, at most four times, pausing 50, 100 and 200 ms.
     *
     * @throws StoreUnavailable      after the last transient failure, the earlier ones suppressed in it
     * @throws IllegalStateException for any other SQL failure
     */
    <T> T run(Attempt<T> attempt) {
        List<SQLException> earlier = new ArrayList<>();
        Duration length = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (SQLException failure) {
                earlier.forEach(failure::addSuppressed);
                if (!isTransient(failure)) {
                    throw new IllegalStateException(
                            "SQL failed with %s: %s".formatted(failure.getSQLState(), failure.getMessage()), failure);
                }
                if (tries == attempts || failure instanceof SQLTransientConnectionException) {
                    throw new StoreUnavailable(
                            "database failed (attempt %d) with %s: %s"
                                    .formatted(tries, failure.getSQLState(), failure.getMessage()),
                            failure);
                }
                LOG.debug("attempt {} failed with {}, trying again", tries, failure.getSQLState());
                earlier.add(failure);
                waitFor(length, failure);
                length = length.multipliedBy(2);
            }
        }
    }

    static boolean isTransient(SQLException failure) {
        String state = failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || (state != null
                        && (state.equals("40001")
                                || state.equals("40P01")
                                || state.startsWith("08")
                                || state.startsWith("57P0")));
    }

    private void waitFor(Duration length, SQLException cause) {
        try {
            pause.last(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted while waiting to try again", cause);
        }
    }
}
