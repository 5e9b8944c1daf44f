package io.derwent.edge;

import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets time pass for one patient while there is no line: measurements that are missing or to be repeated, alerts nobody acted
 * on. With a line the platform does that; it goes on doing so without, for all it knows, and its steps have the same ids.
 *
 * <pre>
 *   with a line      │ without                 switched off          │ again
 *   ─────────────────┼─────────────────────────┬─────────────────────┼──────
 *   seen to by the   │ seen to here, told      │ a pause: what was   │ seen to here
 *   platform: done   │                         │ due in it is due    │
 *   here in silence  │                         │ half an hour later  │
 * </pre>
 *
 * <p>So that not each look writes the patient's file, time passes when something falls due, or else every five minutes. Pure.
 */
final class TimeAlone {
    private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(5);
    private static final Duration LONGEST_LEAP = Duration.ofMinutes(10);

    private TimeAlone() {}

    /** The patient as it is then, and what fell due meanwhile. */
    record Passed(WatchedPatient patient, List<AlertEvent> events) {
        Passed {
            events = List.copyOf(events);
        }
    }

    /**
     * Up to now.
     *
     * @param plan      as far as it is seen to here
     * @param lineUntil until when the platform saw to what fell due: the line was lost, or the hub started
     */
    static Passed to(Instant now, WatchedPatient before, CarePlan plan, Instant lineUntil) {
        @Nullable Instant aloneTo = before.aloneTo();
        if (aloneTo == null) {
            PatientState seenTo =
                    PatientWatch.tick(before.state(), plan, lineUntil).state();
            return tick(now, before.in(seenTo), plan);
        }
        if (Duration.between(aloneTo, now).compareTo(LONGEST_LEAP) > 0) {
            return tick(now, before.in(PatientWatch.paused(before.state(), aloneTo, now)), plan);
        }
        return isDue(now, before.state(), plan, aloneTo) ? tick(now, before, plan) : new Passed(before, List.of());
    }

    private static boolean isDue(Instant now, PatientState state, CarePlan plan, Instant aloneTo) {
        return !now.isBefore(aloneTo.plus(AT_LEAST_EVERY))
                || PatientWatch.nextDue(state, plan, aloneTo)
                        .map(due -> !due.isAfter(now))
                        .orElse(false);
    }

    private static Passed tick(Instant now, WatchedPatient before, CarePlan plan) {
        PatientWatch.Outcome outcome = PatientWatch.tick(before.state(), plan, now);
        return new Passed(before.in(outcome.state()).watchedAloneTo(now), outcome.events());
    }

    /** Code of the kind of measurement that did not come; empty if the step is about one that did. */
    static Optional<String> missing(AlertEvent event) {
        return event.readings().isEmpty() ? event.missing().stream().findFirst() : Optional.empty();
    }
}
