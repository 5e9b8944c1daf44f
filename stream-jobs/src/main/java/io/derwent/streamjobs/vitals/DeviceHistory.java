package io.derwent.streamjobs.vitals;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.Mark;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device's complete assignment history as kept in state; a persistent format. About 60 bytes an assignment. */
public record DeviceHistory(long version, List<Assigned> assignments) {
    /** One patient had the device from {@code from} (inclusive) to {@code to} (exclusive; null: until further notice). */
    public record Assigned(
            String patient,
            Instant from,
            @Nullable Instant to,
            @Nullable Integer userSlot) {}

    static DeviceHistory of(AssignmentHistory history) {
        return new DeviceHistory(
                history.version(),
                history.assignments().stream()
                        .map(one -> new Assigned(one.patient(), one.from(), one.to(), one.userSlot()))
                        .toList());
    }

    /** Whose a reading of that time with these marks is; null if nobody had the device, several shared it, or it is a test. */
    @Nullable
    String ownerOf(Instant effectiveTime, Collection<Mark> marks) {
        return marks.contains(Mark.NOT_A_PERSON) ? null : patientAt(effectiveTime);
    }

    /** Who had the device at this time; null if nobody had, or several who shared it. Never guessed. */
    private @Nullable String patientAt(Instant effectiveTime) {
        @Nullable String patient = null;
        for (Assigned one : assignments) {
            Instant to = one.to();
            if (!effectiveTime.isBefore(one.from()) && (to == null || effectiveTime.isBefore(to))) {
                if (patient != null && !patient.equals(one.patient())) {
                    return null;
                }
                patient = one.patient();
            }
        }
        return patient;
    }
}
