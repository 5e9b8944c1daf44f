package io.derwent.devicesim.cohort;

import java.time.Instant;

/**
 * A patient got worse.
 *
 * @param onset     when it began; nothing can be seen yet
 * @param emergency when it would be one, if nobody had come before
 * @param recovered when everything is as usual again
 */
public record Deterioration(String kind, Instant onset, Instant emergency, Instant recovered) {
    /** Whether something measured at this time was measured while it lasted. */
    public boolean covers(Instant time) {
        return !time.isBefore(onset) && time.isBefore(recovered);
    }

    /** Whether somebody who learned of it at this time could still come before the emergency. */
    public boolean isSeenInTime(Instant time) {
        return !time.isBefore(onset) && time.isBefore(emergency);
    }
}
