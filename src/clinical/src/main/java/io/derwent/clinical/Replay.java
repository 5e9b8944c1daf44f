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

    private final List<CarePlan> plans;
    private final Instant until;
    private final Observer observer;
    private PatientState state = PatientState.empty();

    private Replay(List<CarePlan> plans, Instant until, Observer observer) {
        this.plans = plans;
        this.until = until;
        this.observer = observer;
    }

    /** Looks on. */
    interface Observer {
        /** A reading came, under the plan valid then. */
        void reading(CarePlan plan, Reading reading, PatientState before, PatientWatch.Outcome outcome);

        /** Time passed up to then. */
        default void fellDue(Instant at, PatientWatch.Outcome outcome) {}

        /** Somebody acted. */
        default void action(AlertAction action, PatientState after) {}
    }

    /**
     * Replays; a reading comes before an action of the same time, and what fell due by then before both. Readings and actions
     * after {@code until} are replayed too; what falls due then is not.
     *
     * @param plans at least one version, oldest first
     */
    static void run(
            List<CarePlan> plans, List<Reading> readings, List<AlertAction> actions, Instant until, Observer observer) {
        List<AlertAction> acts = actions.stream()
                .sorted(Comparator.comparing(AlertAction::at).thenComparing(AlertAction::id))
                .toList();
        Replay replay = new Replay(plans, until, observer);
        int next = 0;
        for (Reading reading : readings.stream().sorted(AS_RECEIVED).toList()) {
            for (; next < acts.size() && acts.get(next).at().isBefore(reading.receivedAt()); next++) {
                replay.act(acts.get(next));
            }
            replay.timePasses(reading.receivedAt());
            replay.observe(reading);
        }
        for (AlertAction action : acts.subList(next, acts.size())) {
            replay.act(action);
        }
        replay.timePasses(until);
    }

    private void observe(Reading reading) {
        CarePlan plan = planAt(reading.receivedAt());
        PatientWatch.Outcome outcome = PatientWatch.observe(state, plan, reading);
        observer.reading(plan, reading, state, outcome);
        state = outcome.state();
    }

    private void act(AlertAction action) {
        timePasses(action.at());
        state = PatientWatch.act(state, action);
        observer.action(action, state);
    }

    private void timePasses(Instant now) {
        Instant to = now.isBefore(until) ? now : until;
        PatientWatch.Outcome outcome = PatientWatch.tick(state, plans, to);
        state = outcome.state();
        observer.fellDue(to, outcome);
    }

    private CarePlan planAt(Instant time) {
        return PlanVersions.validAt(plans, CarePlan::validFrom, time);
    }
}
