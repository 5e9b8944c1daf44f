package io.derwent.streamjobs.vitals;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.AssignmentHistory.Correction;
import io.derwent.model.Attribution;
import io.derwent.model.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device's complete assignment history as kept in state; a persistent format. About 60 bytes an assignment, 120 a correction
 * of the last days.
 *
 * @param corrections absent in what earlier versions kept
 */
public record DeviceHistory(
        long version, List<Assigned> assignments, @Nullable List<Corrected> corrections) {
    /** One patient had the device from {@code from} (inclusive) to {@code to} (exclusive; null: until further notice). */
    public record Assigned(
            String patient,
            Instant from,
            @Nullable Instant to,
            @Nullable Integer userSlot) {}

    /** A person said whose one reading is; {@code patient} null: nobody's who has the device. */
    public record Corrected(String reading, @Nullable String patient, String by, Instant at) {}

    static DeviceHistory of(AssignmentHistory history) {
        return new DeviceHistory(
                history.version(),
                history.assignments().stream()
                        .map(one -> new Assigned(one.patient(), one.from(), one.to(), one.userSlot()))
                        .toList(),
                history.corrections().stream()
                        .map(one -> new Corrected(one.reading(), one.patient(), one.by(), one.at()))
                        .toList());
    }

    /** Whose this reading of the device is. */
    Attribution attribution(Reading reading) {
        return concerning(reading).attribution(reading);
    }

    /** What of it can concern one reading: a short one, since each reading asks. */
    private AssignmentHistory concerning(Reading reading) {
        Instant at = reading.effectiveTime();
        List<Assignment> inForce = new ArrayList<>(1);
        for (Assigned one : assignments) {
            @Nullable Instant to = one.to();
            if (!at.isBefore(one.from()) && (to == null || at.isBefore(to))) {
                inForce.add(new Assignment(one.patient(), one.from(), to, one.userSlot()));
            }
        }
        List<Correction> said = new ArrayList<>(0);
        if (corrections != null) {
            for (Corrected one : corrections) {
                if (one.reading().equals(reading.id())) {
                    said.add(new Correction(one.reading(), one.patient(), one.by(), one.at()));
                }
            }
        }
        return new AssignmentHistory(reading.tenant(), reading.device(), version, inForce, said);
    }
}
