package io.derwent.devicesim.cohort;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What decides a cohort, down to the last byte.
 *
 * @param seed  rules are tuned on {@link #TUNING_SEED}; what is reported comes from {@link #REPORTING_SEED}
 * @param start when the first day begins, about midnight
 */
public record CohortPlan(long seed, Instant start, int patients, int days) {
    public static final long TUNING_SEED = 1;
    public static final long REPORTING_SEED = 20_260_302;

    /** Daylight saving begins in its fourth week. */
    public static final Instant START = Instant.parse("2026-03-02T00:00:00Z");

    static final ZoneId HOME = ZoneId.of("Europe/London");

    private static final int MOST_PATIENTS = 1_000_000;
    private static final int MOST_DAYS = 366;

    public CohortPlan {
        if (patients < 1 || patients > MOST_PATIENTS) {
            throw new IllegalArgumentException(
                    "patients is %d, 1 to %d are expected".formatted(patients, MOST_PATIENTS));
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new IllegalArgumentException("days is %d, 1 to %d are expected".formatted(days, MOST_DAYS));
        }
    }

    /** When the last day ends. */
    public Instant end() {
        return start.plus(Duration.ofDays(days));
    }
}
