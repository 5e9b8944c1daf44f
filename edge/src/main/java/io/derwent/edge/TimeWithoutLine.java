package io.derwent.edge;

import java.time.Duration;
import java.time.Instant;

/**
 * How long there has been no line. It is counted in looks, since the hub's clock may jump. For the hub's thread.
 */
final class TimeWithoutLine {
    private final Duration patience;
    private boolean hasLine;
    private Instant lineUntil;
    private Duration counted = Duration.ZERO;

    /**
     * Of a hub that has just started.
     *
     * @param patience how long there is no line before the hub speaks for itself
     */
    TimeWithoutLine(Duration patience, Instant now) {
        this.patience = patience;
        this.lineUntil = now;
    }

    /** Called every {@link Watch#LOOK_EVERY}. */
    void look(boolean isThereOne, Instant now) {
        hasLine = isThereOne;
        if (hasLine) {
            counted = Duration.ZERO;
            lineUntil = now;
        } else {
            counted = counted.plus(Watch.LOOK_EVERY);
        }
    }

    /** Whether the hub speaks for itself. */
    boolean isLong() {
        return !hasLine && counted.compareTo(patience) >= 0;
    }

    /** Until when the platform saw to what fell due: the line was lost, or the hub started. */
    Instant lineUntil() {
        return lineUntil;
    }
}
