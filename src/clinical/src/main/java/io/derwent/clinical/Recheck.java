package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import io.derwent.model.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the patient to measure again some time after a breach, twice, until a newer reading comes: after a hypo was treated
 * (clinical.md 3.3: 15 minutes). Not after a breach that was no news any more when it arrived: a hub without a line has asked
 * beside the patient.
 */
final class Recheck {
    private static final int TIMES = 2;

    private Recheck() {}

    static Stream<Instant> dues(Rule rule, RuleState state) {
        @Nullable Duration after = after(rule);
        return after == null ? Stream.empty() : waitedFor(rule, state).stream().flatMap(breach -> times(breach, after));
    }

    static Stream<AlertEvent> at(Instant due, Rule rule, RuleState state, AlertSteps steps) {
        @Nullable Duration after = after(rule);
        @Nullable Episode episode = state.episode();
        return after == null || episode == null
                ? Stream.empty()
                : waitedFor(rule, state).stream()
                        .filter(breach -> times(breach, after).anyMatch(due::equals))
                        .map(breach -> steps.recheck(episode, breach, due));
    }

    private static @Nullable Duration after(Rule rule) {
        return rule instanceof Rule.Threshold threshold ? threshold.recheck() : null;
    }

    private static Stream<Instant> times(Observation breach, Duration after) {
        return Stream.iterate(1, time -> time + 1)
                .limit(TIMES)
                .map(time -> breach.receivedAt().plus(after.multipliedBy(time)));
    }

    /** The newest breach of an open episode that nothing newer followed. */
    private static Optional<Observation> waitedFor(Rule rule, RuleState state) {
        @Nullable Episode episode = state.episode();
        if (episode == null || !episode.isOpen() || state.observations().isEmpty()) {
            return Optional.empty();
        }
        Observation newest = state.observations().get(state.observations().size() - 1);
        return Optional.of(newest)
                .filter(Observation::isBreach)
                .filter(breach -> breach.age().compareTo(rule.timing().currentFor()) <= 0);
    }
}
