package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Escalation.Rung;
import io.derwent.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who is told next while nobody acts on an alert, as the patient's plan says ({@link CarePlan#escalation}): the team when it is
 * raised, then those on the rungs. It starts again when the alert becomes more severe, when a snooze ends and when
 * somebody who took it gives it back, and stops when somebody takes it.
 *
 * <p>A rung whose time had passed when the plan began, because the plan before it said a later one or none, is not lost: its
 * time runs from the plan's beginning, but nobody further up is told sooner. If the plan before it had told them already, that
 * is the same step again, with the same id.
 */
final class Ladder {
    private Ladder() {}

    /** A rung, and when it is due. */
    private record Due(Rung rung, Instant at) {}

    /** When somebody further up is to be told of this episode. */
    static Stream<Instant> dues(Episode episode, CarePlan plan) {
        return start(episode).stream()
                .flatMap(start -> rungs(episode, start, plan).stream().map(Due::at));
    }

    /** What happens then. */
    static Stream<AlertEvent> at(Instant due, Episode episode, AlertSteps steps) {
        return start(episode).stream()
                .flatMap(start -> rungs(episode, start, steps.plan()).stream()
                        .filter(rung -> rung.at().equals(due))
                        .map(rung -> steps.escalated(episode, rung.rung().audience(), start, due)));
    }

    private static List<Due> rungs(Episode episode, Instant start, CarePlan plan) {
        List<Rung> rungs = plan.escalation().of(episode.severity());
        List<Due> dues = new ArrayList<>();
        @Nullable Instant next = null;
        for (int i = rungs.size() - 1; i >= 0; i--) {
            Instant at = start.plus(rungs.get(i).after());
            if (!at.isAfter(plan.validFrom())) {
                at = plan.validFrom().plus(rungs.get(i).after());
                at = next != null && next.isBefore(at) ? next : at;
            }
            dues.add(0, new Due(rungs.get(i), at));
            next = at;
        }
        return dues;
    }

    /** From when its clocks run; empty if they do not. */
    private static Optional<Instant> start(Episode episode) {
        Instant openedAt = episode.openedAt();
        if (!episode.isOpen() || openedAt == null || episode.acknowledgedBy() != null) {
            return Optional.empty();
        }
        Instant snoozedUntil = episode.snoozedUntil();
        if (snoozedUntil == null
                || !snoozedUntil.isAfter(openedAt)
                || episode.severity().isAtLeast(Severity.RED)) {
            return Optional.of(openedAt);
        }
        return Optional.of(snoozedUntil);
    }
}
