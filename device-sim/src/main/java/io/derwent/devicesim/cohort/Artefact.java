package io.derwent.devicesim.cohort;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A measurement that says something else than the body.
 *
 * @param reading id of the reading; null where the value is no living person's, so that the gateway refuses it
 */
public record Artefact(Kind kind, Instant at, @Nullable String reading) {
    /** What went wrong. */
    public enum Kind {
        /** Systolic and diastolic too high. */
        LOOSE_CUFF,
        /** Diastolic just below systolic: doubtful. */
        NO_PULSE_PRESSURE,
        /** A diastolic of 1, which is refused. */
        DIASTOLIC_OF_ONE,
        /** Saturation too low. */
        COLD_FINGER,
        SOMEBODY_ELSES_WEIGHT,
        /** Weighed in shoes and coat. */
        CLOTHED,
        /** Glucose too high. */
        SUGAR_ON_THE_FINGER,
        /** Temperature too high. */
        HOT_DRINK
    }
}
