package io.derwent.clinical;

import io.derwent.clinical.Episode.Phase;
import io.derwent.model.AlertEvent;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a reading back from one rule: it was not this patient's after all, or a correction made it no breach. What it gave is
 * undone, whatever it was:
 *
 * <pre>
 *   a breach an episode does not stand without ......... WITHDRAWN; another one RAISED where its breaches confirm one
 *   a breach the open episode stands without ........... UPDATED
 *   a breach that was told as passed ................... WITHDRAWN
 *   the in-range reading that cleared the episode ...... RAISED again, if nothing else clears it
 *   the in-range reading that made a breach a note ..... RAISED after all, if nothing else contradicts it
 * </pre>
 *
 * @param withdrawn the reading, with the revision of the correction
 * @param at        when the correction became known
 */
record Withdrawal(Rule rule, AlertSteps steps, Observation withdrawn, Instant at) {
    RuleWatch.Step from(RuleState state) {
        RuleState left = state.withObservations(
                state.timeline().without(withdrawn.reading()).observations());
        List<AlertEvent> events = new ArrayList<>();
        RuleState after = fromEpisode(fromPassed(left, events), events);
        Episode episode = after.episode();
        if (episode == null || !episode.isOpen()) {
            after = whatStandsNow(state, after, events);
        }
        return new RuleWatch.Step(after, List.copyOf(events));
    }

    private RuleState fromPassed(RuleState left, List<AlertEvent> events) {
        List<PassedEpisode> passed = new ArrayList<>();
        for (PassedEpisode told : left.passed()) {
            if (told.readings().contains(withdrawn.reading())) {
                events.add(withdrawn(told.alert(), rule.severity(), told.from()));
            } else {
                passed.add(told);
            }
        }
        return left.withPassed(List.copyOf(passed));
    }

    private RuleState fromEpisode(RuleState left, List<AlertEvent> events) {
        Episode episode = left.episode();
        if (episode == null) {
            return left;
        }
        if (episode.readings().contains(withdrawn.reading())) {
            return withoutTheBreach(left, episode, events);
        }
        boolean clearedByIt =
                episode.phase() == Phase.CLEARED && withdrawn.reading().equals(episode.clearedBy());
        if (!clearedByIt || left.timeline().hasInRangeAfter(episode.lastBreachAt())) {
            return left;
        }
        events.add(raised(left, episode));
        return left.withEpisode(episode.openAt(episode.severity(), at));
    }

    private RuleState withoutTheBreach(RuleState left, Episode episode, List<AlertEvent> events) {
        List<Observation> evidence = left.timeline().breachesSince(episode.firstBreachAt(), actionableFor()).stream()
                .filter(breach -> !breach.effectiveTime().isAfter(episode.lastBreachAt()))
                .toList();
        boolean stands = evidence.stream()
                .anyMatch(breach -> Confirmation.best(rule, breach, evidence).isPresent());
        if (!stands) {
            events.add(withdrawn(episode.alert(), episode.severity(), episode.firstBreachAt()));
            return left.withEpisode(null);
        }
        Episode reduced = episode.covering(
                evidence.get(0).effectiveTime(),
                evidence.get(evidence.size() - 1).effectiveTime(),
                Observation.ids(evidence));
        if (episode.isOpen()) {
            events.add(steps.step(
                    AlertEvent.Kind.UPDATED,
                    episode.alert(),
                    "without-" + withdrawn.step(),
                    episode.severity(),
                    at,
                    reduced.firstBreachAt(),
                    withdrawn,
                    evidence));
        }
        return left.withEpisode(reduced);
    }

    /**
     * Breaches no episode tells of now that the reading is gone: it was in range and newer, or the episode that told of them
     * did not stand without it.
     */
    private RuleState whatStandsNow(RuleState before, RuleState left, List<AlertEvent> events) {
        boolean episodeIsGone = before.episode() != null && left.episode() == null;
        Timeline timeline = left.timeline();
        List<Observation> breaches = timeline.breachesUpTo(actionableFor());
        Optional<Confirmation> standing = Confirmation.bestOf(breaches.stream()
                .flatMap(breach -> Confirmation.with(rule, breach, breaches).stream())
                .filter(confirmation -> confirmation.standsIn(timeline))
                .filter(confirmation -> episodeIsGone || !confirmation.standsIn(before.timeline()))
                .toList());
        if (standing.isEmpty() || isQuiet(left.episode(), standing.get())) {
            return left;
        }
        Episode episode = Episode.raised(steps.alert(standing.get().earlier()), rule, standing.get(), timeline, at);
        RuleState raised = left.raised(episode);
        events.add(raised(raised, episode));
        return raised;
    }

    private boolean isQuiet(@Nullable Episode over, Confirmation confirmation) {
        return over != null
                && over.isQuiet(confirmation.later().receivedAt(), rule.timing().coolDown())
                && confirmation.severity().compareTo(over.severity()) <= 0;
    }

    private AlertEvent raised(RuleState left, Episode episode) {
        return steps.step(
                AlertEvent.Kind.RAISED,
                episode.alert(),
                "again-without-" + withdrawn.step(),
                episode.severity(),
                at,
                episode.firstBreachAt(),
                withdrawn,
                left.timeline().breachesSince(episode.firstBreachAt(), actionableFor()));
    }

    private AlertEvent withdrawn(String alert, Severity severity, Instant firstBreachAt) {
        return steps.step(
                AlertEvent.Kind.WITHDRAWN, alert, withdrawn.step(), severity, at, firstBreachAt, withdrawn, List.of());
    }

    private Duration actionableFor() {
        return rule.timing().actionableFor();
    }
}
