package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import io.derwent.model.AlertEvent.Audience;
import io.derwent.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who is told next while nobody acts on an alert: the team when it is raised, then the lead, then who is on duty out of hours.
 * It starts again when the alert becomes more severe and when a snooze ends, and stops when somebody takes it. All times are
 * proposals for the clinical owner.
 */
final class Ladder {
    private static final List<Rung> EMERGENCY = List.of(
            new Rung(Audience.LEAD, Duration.ofMinutes(10)), new Rung(Audience.OUT_OF_HOURS, Duration.ofMinutes(20)));
    private static final List<Rung> RED = List.of(
            new Rung(Audience.LEAD, Duration.ofMinutes(30)), new Rung(Audience.OUT_OF_HOURS, Duration.ofMinutes(60)));
    private static final List<Rung> AMBER_HIGH = List.of(new Rung(Audience.LEAD, Duration.ofHours(4)));
    private static final List<Rung> AMBER = List.of(new Rung(Audience.LEAD, Duration.ofHours(24)));

    private Ladder() {}

    private record Rung(Audience audience, Duration after) {}

    /** When somebody further up is to be told of this episode. */
    static Stream<Instant> dues(Episode episode) {
        return start(episode).stream()
                .flatMap(start -> rungs(episode.severity()).stream().map(rung -> start.plus(rung.after)));
    }

    /** What happens then. */
    static Stream<AlertEvent> at(Instant due, Episode episode, AlertSteps steps) {
        return start(episode).stream()
                .flatMap(start -> rungs(episode.severity()).stream()
                        .filter(rung -> start.plus(rung.after).equals(due))
                        .map(rung -> steps.escalated(episode, rung.audience, start, due)));
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

    private static List<Rung> rungs(Severity severity) {
        return switch (severity) {
            case RED_EMERGENCY -> EMERGENCY;
            case RED -> RED;
            case AMBER_HIGH -> AMBER_HIGH;
            case AMBER -> AMBER;
            case INFO -> List.of();
        };
    }
}
