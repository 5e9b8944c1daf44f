package io.derwent.clinical;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one rule remembers of one patient. Part of {@link PatientState}, a persistent format.
 *
 * @param rule         id of the rule
 * @param observations breaches, and the first and last in-range reading between them, by effectiveTime; at most
 *     {@value #MOST_OBSERVATIONS}, the oldest go first
 * @param episode      the newest episode that was raised, open or not; null if none was
 * @param passed       episodes that were over, or too old, when we learned of them; at most {@value #MOST_PASSED}
 */
public record RuleState(
        String rule,
        List<Observation> observations,
        @Nullable Episode episode,
        List<PassedEpisode> passed) {
    static final int MOST_OBSERVATIONS = 40;
    static final int MOST_PASSED = 16;

    static RuleState of(String rule) {
        return new RuleState(rule, List.of(), null, List.of());
    }

    Timeline timeline() {
        return new Timeline(observations);
    }

    RuleState withObservations(List<Observation> changed) {
        return new RuleState(rule, changed, episode, passed);
    }

    /** With an episode that was raised; what of it was told as passed before is part of it now. */
    RuleState raised(Episode raised) {
        return withEpisode(raised)
                .withPassed(passed.stream()
                        .filter(told -> !told.alert().equals(raised.alert()))
                        .toList());
    }

    RuleState withEpisode(@Nullable Episode changed) {
        return new RuleState(rule, observations, changed, passed);
    }

    RuleState withPassed(List<PassedEpisode> changed) {
        return new RuleState(rule, observations, episode, changed);
    }
}
