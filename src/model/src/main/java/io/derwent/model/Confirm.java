package io.derwent.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whether one breaching reading is enough, or a second one must confirm it. */
public sealed interface Confirm {
    /** Alert at once. */
    record None() implements Confirm {}

    /**
     * Alert when two breaching readings were taken {@code min} to {@code max} apart, both ends included, by effectiveTime,
     * in whatever order they arrive.
     *
     * @param unanswered how long after a breach arrived it counts by itself, if nothing in range was measured after it; null:
     *     it never does
     */
    record Repeat(Duration min, Duration max, @Nullable Duration unanswered) implements Confirm {
        public Repeat {
            if (min.isNegative() || max.compareTo(min) < 0) {
                throw new IllegalArgumentException("repeat(%s, %s): min to max must be a span".formatted(min, max));
            }
        }

        /** A breach that nobody repeats never counts. */
        public Repeat(Duration min, Duration max) {
            this(min, max, null);
        }
    }
}
