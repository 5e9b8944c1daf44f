package io.derwent.model;

import java.time.Duration;

/** Whether one breaching reading is enough, or a second one must confirm it. */
public sealed interface Confirm {
    /** Alert at once. */
    record None() implements Confirm {}

    /**
     * Alert when two breaching readings were taken {@code min} to {@code max} apart, both ends included, by effectiveTime,
     * in whatever order they arrive.
     */
    record Repeat(Duration min, Duration max) implements Confirm {
        public Repeat {
            if (min.isNegative() || max.compareTo(min) < 0) {
                throw new IllegalArgumentException("repeat(%s, %s): min to max must be a span".formatted(min, max));
            }
        }
    }
}
