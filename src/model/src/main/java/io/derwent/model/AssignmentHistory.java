package io.derwent.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everyone who had a device, and when: the device's complete history, so that a compacted topic keeps it whole.
 *
 * @param version     rises with each change; an older version than the one known is ignored
 * @param corrections what people said of single readings lately: whatever a job still has at hand; the tables know all of
 *                    them. Absent in a history written before there were any
 */
public record AssignmentHistory(
        String tenant, String device, long version, List<Assignment> assignments, List<Correction> corrections) {
    public AssignmentHistory {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(device, "device");
        assignments = List.copyOf(assignments);
        corrections = corrections == null ? List.of() : List.copyOf(corrections);
    }

    /** Nobody said anything of a single reading. */
    public AssignmentHistory(String tenant, String device, long version, List<Assignment> assignments) {
        this(tenant, device, version, assignments, List.of());
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

    /**
     * A person said whose one reading is; it stands above the assignments, and the last word of one reading counts.
     *
     * @param reading its id
     * @param patient null: none of those who have the device
     * @param by      the account
     */
    public record Correction(String reading, @Nullable String patient, String by, Instant at) {}

    /** Whose this reading of the device is. */
    public Attribution attribution(Reading reading) {
        if (reading.marks().contains(Mark.NOT_A_PERSON)) {
            return Attribution.NOBODYS;
        }
        for (Correction correction : corrections) {
            if (correction.reading().equals(reading.id())) {
                return Attribution.confirmed(correction.patient());
            }
        }
        return attributionAt(reading.effectiveTime(), reading.whose());
    }

    /** Whose a reading taken at that time is which says that of itself, if nobody said anything of it. */
    public Attribution attributionAt(Instant effectiveTime, @Nullable Whose whose) {
        return Attribution.of(inForce(effectiveTime), whose);
    }

    /** Why this reading of the device is nobody's; empty if it is somebody's. */
    public Optional<WhyNobodys> whyNobodys(Reading reading) {
        if (attribution(reading).owner().isPresent()) {
            return Optional.empty();
        }
        if (reading.marks().contains(Mark.NOT_A_PERSON)) {
            return Optional.of(WhyNobodys.NOT_A_PERSON);
        }
        boolean isSaid =
                corrections.stream().anyMatch(correction -> correction.reading().equals(reading.id()));
        return Optional.of(isSaid ? WhyNobodys.SAID : WhyNobodys.of(inForce(reading.effectiveTime()), reading.whose()));
    }

    private List<Assignment> inForce(Instant effectiveTime) {
        List<Assignment> inForce = new ArrayList<>();
        for (Assignment one : assignments) {
            if (one.covers(effectiveTime)) {
                inForce.add(one);
            }
        }
        return inForce;
    }
}
