package io.derwent.launcher;

import java.time.Duration;

/**
 * Whether a process that is not our child still runs. The JDK calls one alive that has ended and that nobody has asked for
 * its exit code, which in a container whose first process is no init stays so for ever; such a one has no command any more.
 */
final class Liveness {
    private static final long POLL_MILLIS = 50;

    private Liveness() {}

    static boolean lives(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /** Waits for its end; false if it still runs after that time, or the thread is interrupted. */
    static boolean awaitEnd(ProcessHandle process, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (lives(process)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }
}
