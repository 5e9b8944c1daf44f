package io.derwent.clinical;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Ids;
import io.derwent.model.Kind;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Score;
import io.derwent.model.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches one patient: from what is remembered and one event to what is remembered then, the alert steps and the score that
 * follow. Pure and without state of its own; the vitals job and the edge keep the {@link PatientState}.
 *
 * <p>The same event twice changes nothing the second time.
 */
public final class PatientWatch {
    private static final Duration ACTIONS_WAIT = Duration.ofDays(7);

    private PatientWatch() {}

    /** What is remembered after an event, and what follows from it; the steps in the order of the plan's rules. */
    public record Outcome(PatientState state, List<AlertEvent> events, Optional<Score> score) {
        public Outcome {
            events = List.copyOf(events);
        }
    }

    /**
     * A reading of this patient arrived. Readings older than the horizon at arrival are not scored; under a plan that is not
     * active nothing is.
     *
     * @param plan the plan valid when the reading was received
     */
    public static Outcome observe(PatientState state, CarePlan plan, Reading reading) {
        if (!plan.active()) {
            return new Outcome(state, List.of(), Optional.empty());
        }
        List<WaitingAction> waiting = stillWaiting(state.waiting(), reading.receivedAt());
        Series series = state.series().with(plan, reading);
        List<RuleState> rules = new ArrayList<>(state.rules());
        List<AlertEvent> events = new ArrayList<>();
        for (Rule rule : plan.rules()) {
            int index = indexOf(rules, rule.id());
            RuleState before = index < 0 ? RuleState.of(rule.id()) : rules.get(index);
            RuleWatch.Step step = new RuleWatch(plan, rule, series).observe(before, reading);
            RuleState after = withWaitingActions(step.state(), waiting);
            events.addAll(step.events());
            if (index >= 0) {
                rules.set(index, after);
            } else if (!after.equals(before)) {
                rules.add(after);
            }
        }
        PatientState after = new PatientState(List.copyOf(rules), withoutThoseOf(rules, waiting), series.values());
        return new Outcome(after, events, score(plan, reading, false));
    }

    /**
     * A reading turned out not to be this patient's: what it gave is taken back, its score withdrawn, and an episode that
     * does not stand without it too.
     *
     * @param reading as it was attributed to this patient, with the revision of the correction
     * @param at      when that became known
     */
    public static Outcome withdraw(PatientState state, CarePlan plan, Reading reading, Instant at) {
        Series series = state.series().without(reading.id());
        List<RuleState> rules = new ArrayList<>(state.rules());
        List<AlertEvent> events = new ArrayList<>();
        for (Rule rule : plan.rules()) {
            int index = indexOf(rules, rule.id());
            if (index >= 0) {
                RuleWatch.Step step = new RuleWatch(plan, rule, series).withdraw(rules.get(index), reading, at);
                rules.set(index, step.state());
                events.addAll(step.events());
            }
        }
        PatientState after = new PatientState(List.copyOf(rules), state.waiting(), series.values());
        return new Outcome(after, events, score(plan, reading, true));
    }

    /** A person acted on an alert; an action for an alert not known yet waits seven days for it. */
    public static PatientState act(PatientState state, AlertAction action) {
        WaitingAction acted = WaitingAction.of(action);
        List<RuleState> rules = new ArrayList<>(state.rules());
        for (int i = 0; i < rules.size(); i++) {
            Episode episode = rules.get(i).episode();
            if (episode != null && episode.alert().equals(action.alert())) {
                rules.set(i, rules.get(i).withEpisode(applied(episode, acted)));
                return new PatientState(List.copyOf(rules), state.waiting(), state.values());
            }
        }
        List<WaitingAction> waiting = new ArrayList<>(state.waiting());
        waiting.removeIf(known ->
                known.id().equals(acted.id()) || known.at().isBefore(acted.at().minus(ACTIONS_WAIT)));
        waiting.add(acted);
        int surplus = Math.max(0, waiting.size() - PatientState.MOST_WAITING);
        return new PatientState(state.rules(), List.copyOf(waiting.subList(surplus, waiting.size())), state.values());
    }

    private static RuleState withWaitingActions(RuleState state, List<WaitingAction> waiting) {
        Episode episode = state.episode();
        if (episode == null || waiting.isEmpty()) {
            return state;
        }
        Episode acted = episode;
        for (WaitingAction action : waiting) {
            if (action.alert().equals(episode.alert())) {
                acted = applied(acted, action);
            }
        }
        return state.withEpisode(acted);
    }

    private static List<WaitingAction> stillWaiting(List<WaitingAction> waiting, Instant receivedAt) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        return waiting.stream()
                .filter(action -> !action.at().isBefore(receivedAt.minus(ACTIONS_WAIT)))
                .toList();
    }

    private static List<WaitingAction> withoutThoseOf(List<RuleState> rules, List<WaitingAction> waiting) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        return waiting.stream()
                .filter(action -> rules.stream()
                        .map(RuleState::episode)
                        .noneMatch(episode -> episode != null && episode.alert().equals(action.alert())))
                .toList();
    }

    private static Episode applied(Episode episode, WaitingAction action) {
        return switch (action.kind()) {
            case ACKNOWLEDGED -> episode.acknowledged(action.who());
            case SNOOZED -> episode.snoozed(action.until());
            case RESOLVED -> episode.phase() == Episode.Phase.RESOLVED ? episode : episode.resolved(action.at());
        };
    }

    private static Optional<Score> score(CarePlan plan, Reading reading, boolean withdrawn) {
        if (reading.kind() != Kind.OBSERVATION_SET || reading.age().compareTo(Timing.HORIZON) > 0) {
            return Optional.empty();
        }
        News2.Result result = News2.score(reading.quantities(), reading.findings(), plan.spo2Scale());
        return Optional.of(new Score(
                Ids.of("news2", plan.tenant(), plan.patient(), reading.id(), Integer.toString(plan.spo2Scale())),
                reading.revision(),
                plan.tenant(),
                plan.patient(),
                reading.id(),
                reading.effectiveTime(),
                reading.receivedAt(),
                plan.spo2Scale(),
                result.isComplete() ? (Integer) result.lowerBound() : null,
                result.lowerBound(),
                result.upperBound(),
                result.parts(),
                result.anySingleThree(),
                result.isComplete() ? result.risk().band() : null,
                result.isComplete() ? result.risk().monitoring() : null,
                result.missing(),
                withdrawn));
    }

    private static int indexOf(List<RuleState> rules, String rule) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).rule().equals(rule)) {
                return i;
            }
        }
        return -1;
    }
}
