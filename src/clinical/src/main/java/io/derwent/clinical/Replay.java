package io.derwent.clinical;

import io.derwent.model.AlertAction;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What is stored of one patient, run through {@link PatientWatch} once more in the order in which it came.
 *
 * <p>A reading is replayed as it is stored now. What it was before a correction, and readings that turned out to be another
 * person's, are not there any more; steps they caused are not caused again.
 */
final class Replay {
    private static final Comparator<Reading> AS_RECEIVED =
            Comparator.comparing(Reading::receivedAt).thenComparing(Reading::id);

    private Replay() {}

    /** Looks on. */
    interface Observer {
        /** A reading came, under the plan valid then. */
        void reading(CarePlan plan, Reading reading, PatientState before, PatientWatch.Outcome outcome);

        /** Somebody acted. */
        default void action(AlertAction action, PatientState after) {}
    }

    /**
     * Replays; a reading comes before an action of the same time.
     *
     * @param plans at least one version, oldest first
     */
    static void run(List<CarePlan> plans, List<Reading> readings, List<AlertAction> actions, Observer observer) {
        List<AlertAction> acts = actions.stream()
                .sorted(Comparator.comparing(AlertAction::at).thenComparing(AlertAction::id))
                .toList();
        PatientState state = PatientState.empty();
        int next = 0;
        for (Reading reading : readings.stream().sorted(AS_RECEIVED).toList()) {
            Instant receivedAt = reading.receivedAt();
            for (; next < acts.size() && acts.get(next).at().isBefore(receivedAt); next++) {
                state = act(state, acts.get(next), observer);
            }
            CarePlan plan = PlanVersions.validAt(plans, CarePlan::validFrom, receivedAt);
            PatientWatch.Outcome outcome = PatientWatch.observe(state, plan, reading);
            observer.reading(plan, reading, state, outcome);
            state = outcome.state();
        }
        for (AlertAction action : acts.subList(next, acts.size())) {
            state = act(state, action, observer);
        }
    }

    private static PatientState act(PatientState state, AlertAction action, Observer observer) {
        PatientState after = PatientWatch.act(state, action);
        observer.action(action, after);
        return after;
    }
}
