package io.derwent.devicesim.cohort;

import java.time.Instant;

/**
 * A time of which there are no readings, or none until later.
 *
 * @param until exclusive; {@code from} and {@code until} are one where a single measurement was left out
 */
public record Absence(Kind kind, Instant from, Instant until) {
    /** Why. */
    public enum Kind {
        NOT_TAKEN,
        /** A week away, nothing is measured. */
        HOLIDAY,
        /** Measured, but sent only when the device had a line again. */
        OFFLINE,
        /** In hospital. */
        ADMITTED
    }

    boolean covers(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }
}
