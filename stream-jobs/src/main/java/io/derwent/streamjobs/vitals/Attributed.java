package io.derwent.streamjobs.vitals;

import io.derwent.model.Reading;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * A reading on its way to a patient's rules, or a reading to be taken back from them.
 *
 * @param reading   attributed to {@code patient}; for a withdrawal, as it was attributed, one revision later
 * @param at        when this became so: receivedAt, or the time of the corrected assignment
 * @param decodedAt wall clock, for tracing
 */
public record Attributed(
        Step step,
        @TypeInfo(ReadingTypeInfo.Factory.class) Reading reading,
        String patient,
        Instant at,
        Instant decodedAt) {
    /** Whether the reading counts from now on, or no longer. */
    public enum Step {
        OBSERVE,
        WITHDRAW
    }
}
