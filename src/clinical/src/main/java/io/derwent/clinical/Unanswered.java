package io.derwent.clinical;

import io.derwent.model.Confirm;
import io.derwent.model.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A breach that was to be repeated, and was not: silence is no sign that all is well, so after a while it counts by itself.
 * How long is for each rule to say ({@link Confirm.Repeat#unanswered}); all of it are proposals for the clinical owner.
 */
final class Unanswered {
    private Unanswered() {}

    /** The newest breach, while it waits for a repeat that somebody was asked for. */
    static Optional<Observation> waiting(Rule rule, RuleState state) {
        @Nullable Episode episode = state.episode();
        if (state.observations().isEmpty() || (episode != null && episode.isOpen())) {
            return Optional.empty();
        }
        Observation newest = state.observations().get(state.observations().size() - 1);
        boolean waits = newest.isBreach()
                && !newest.extreme()
                && after(rule, newest).isPresent()
                && newest.age().compareTo(rule.timing().currentFor()) <= 0
                && (episode == null
                        || !episode.isQuiet(newest.receivedAt(), rule.timing().coolDown()));
        return waits ? Optional.of(newest) : Optional.empty();
    }

    /**
     * The breach that a hub's alert rests on, if the hub had no line, asked for a repeat beside the patient, and none came. The
     * reading came here too late to ask for anything ({@link #waiting}); that the hub did is known by its alert alone, whose id only
     * this reading gives.
     */
    static Optional<Observation> besideHub(Rule rule, RuleState state, HubAlert alert, AlertSteps steps) {
        @Nullable Episode episode = state.episode();
        if (!alert.unrepeated() || (episode != null && episode.isOpen())) {
            return Optional.empty();
        }
        return state.timeline().breaches().stream()
                .filter(breach -> steps.alert(breach).equals(alert.alert()))
                .filter(breach -> !breach.extreme() && after(rule, breach).isPresent())
                .filter(breach -> breach.age().compareTo(rule.timing().actionableFor()) <= 0)
                .filter(breach -> episode == null
                        || !episode.isQuiet(breach.receivedAt(), rule.timing().coolDown()))
                .filter(breach -> !state.timeline().hasInRangeNewerThan(breach))
                .findFirst();
    }

    /** When a breach that waits counts. */
    static Optional<Instant> due(Rule rule, RuleState state) {
        return waiting(rule, state).flatMap(breach -> after(rule, breach).map(breach.receivedAt()::plus));
    }

    private static Optional<Duration> after(Rule rule, Observation breach) {
        return Confirmation.confirmOf(rule, 0, breach) instanceof Confirm.Repeat repeat
                ? Optional.ofNullable(repeat.unanswered())
                : Optional.empty();
    }
}
