package io.derwent.clinical;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** Which version of a patient's care plan a reading is scored under. */
public final class PlanVersions {
    private PlanVersions() {}

    /**
     * The newest version valid at {@code receivedAt}; the oldest for a reading received before it.
     *
     * @param versions  at least one, oldest first
     * @param validFrom from when a version counts
     */
    public static <T> T validAt(List<T> versions, Function<T, Instant> validFrom, Instant receivedAt) {
        for (int i = versions.size() - 1; i > 0; i--) {
            if (!receivedAt.isBefore(validFrom.apply(versions.get(i)))) {
                return versions.get(i);
            }
        }
        return versions.get(0);
    }
}
