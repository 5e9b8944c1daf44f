package io.derwent.devicesim.load;

import java.time.Instant;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The counters of one load, and its two phases: warming up, and counted. Touched by the event loop alone. */
final class LoadRun {
    private static final long LONGEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final boolean closedLoop;
    private final Instant start;
    private final long startedAt = System.nanoTime();
    private final Histogram latencies = new Histogram(LONGEST_NANOS, DIGITS);
    private boolean counting;
    private boolean sending = true;
    private long acknowledged;
    private long refused;
    private int lost;

    LoadRun(boolean closedLoop, Instant start) {
        this.closedLoop = closedLoop;
        this.start = start;
    }

    /** Whether a PUBACK lets the next message go. */
    boolean isClosedLoop() {
        return closedLoop && sending;
    }

    /** The time for the next payload: the plan's start plus what has passed since. */
    long epochMillis() {
        return start.toEpochMilli() + (System.nanoTime() - startedAt) / 1_000_000;
    }

    void answered(long nanos, boolean accepted) {
        if (!counting) {
            return;
        }
        latencies.recordValue(Math.min(LONGEST_NANOS, Math.max(0, nanos)));
        if (accepted) {
            acknowledged++;
        } else {
            refused++;
        }
    }

    void lost() {
        lost++;
    }

    void startCounting() {
        counting = true;
    }

    void stopCounting() {
        counting = false;
    }

    void stopSending() {
        sending = false;
    }

    int lostConnections() {
        return lost;
    }

    LoadReport report(LoadPlan plan, List<LoadConnection> connections, double seconds) {
        return new LoadReport(
                plan.logins().size(),
                plan.inFlight(),
                acknowledged,
                refused,
                connections.stream().mapToLong(LoadConnection::unanswered).sum(),
                acknowledged / seconds,
                latencies);
    }
}
