package io.derwent.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everyone who had a device, and when: the device's complete history, so that a compacted topic keeps it whole.
 *
 * @param version rises with each change; an older version than the one known is ignored
 */
public record AssignmentHistory(String tenant, String device, long version, List<Assignment> assignments) {
    public AssignmentHistory {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(device, "device");
        assignments = List.copyOf(assignments);
    }

    /**
     * One patient had the device from {@code from} (inclusive) to {@code to} (exclusive; null: until further notice). Both
     * lie in the years 1 to 9999, UTC: the tables read no other text as a time.
     *
     * @param userSlot the user number the device stores for this patient, if it tells users apart
     */
    public record Assignment(
            String patient,
            Instant from,
            @Nullable Instant to,
            @Nullable Integer userSlot) {
        public Assignment {
            Objects.requireNonNull(patient, "patient");
            Objects.requireNonNull(from, "from");
            StorableTime.check("from", from);
            if (to != null) {
                StorableTime.check("to", to);
            }
        }

        public boolean covers(Instant effectiveTime) {
            return !effectiveTime.isBefore(from) && (to == null || effectiveTime.isBefore(to));
        }
    }

    /** Who had the device at this time; empty if nobody had, or several who shared it. Never guessed. */
    public Optional<String> patientAt(Instant effectiveTime) {
        List<String> patients = assignments.stream()
                .filter(assignment -> assignment.covers(effectiveTime))
                .map(Assignment::patient)
                .distinct()
                .toList();
        return patients.size() == 1 ? Optional.of(patients.get(0)) : Optional.empty();
    }
}
