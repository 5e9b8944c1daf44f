package io.derwent.edge;

import io.derwent.clinical.PlanVersions;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.Attribution;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.wire.HubPlans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the platform sent last, and the versions of its plans before: a reading is judged by the plan valid when it was
 * received. At most {@value #MOST_VERSIONS} versions a patient, as the vitals job keeps them.
 *
 * @param earlier no longer in force, in no order
 */
record KnownPlans(HubPlans newest, List<CarePlan> earlier) {
    private static final int MOST_VERSIONS = 5;

    KnownPlans {
        earlier = List.copyOf(earlier);
    }

    /** What was sent takes the place of what was known, which is kept as earlier versions of those still watched. */
    KnownPlans followedBy(HubPlans sent) {
        List<CarePlan> superseded = new ArrayList<>();
        for (CarePlan plan : sent.carePlans()) {
            List<CarePlan> before = versions(plan.patient()).stream()
                    .filter(known -> known.version() < plan.version())
                    .toList();
            superseded.addAll(before.subList(Math.max(0, before.size() - (MOST_VERSIONS - 1)), before.size()));
        }
        return new KnownPlans(sent, superseded);
    }

    /** Oldest first. */
    private List<CarePlan> versions(String patient) {
        return Stream.concat(earlier.stream(), newest.carePlans().stream())
                .filter(plan -> plan.patient().equals(patient))
                .sorted(Comparator.comparingLong(CarePlan::version))
                .toList();
    }

    boolean knows(String patient) {
        return newest.carePlans().stream().anyMatch(plan -> plan.patient().equals(patient));
    }

    List<String> patients() {
        return newest.carePlans().stream()
                .map(CarePlan::patient)
                .filter(WatchFiles::isName)
                .toList();
    }

    /** The plan by which what was received then is judged; empty for a patient who has none. */
    Optional<CarePlan> planAt(String patient, Instant receivedAt) {
        return knows(patient)
                ? Optional.of(PlanVersions.validAt(versions(patient), CarePlan::validFrom, receivedAt))
                : Optional.empty();
    }

    /** Whose a reading of this device is. */
    Attribution attribution(String device, Reading reading) {
        return newest.assignments().stream()
                .filter(history -> history.device().equals(device))
                .map(history -> history.attribution(reading))
                .findFirst()
                .orElse(Attribution.NOBODYS);
    }

    /** A device of the patient's: one they have now, or else one they had. */
    Optional<String> deviceOf(String patient, Instant now) {
        return newest.assignments().stream()
                .filter(history -> history.assignments().stream()
                        .anyMatch(assignment -> assignment.patient().equals(patient)))
                .min(Comparator.comparing(history -> !isWith(history, patient, now)))
                .map(AssignmentHistory::device);
    }

    private static boolean isWith(AssignmentHistory history, String patient, Instant now) {
        return history.assignments().stream()
                .anyMatch(assignment -> assignment.patient().equals(patient) && assignment.covers(now));
    }

    /** What to call the patient. */
    String name(String patient) {
        return newest.names().getOrDefault(patient, patient);
    }
}
