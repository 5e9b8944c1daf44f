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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Watches one patient: from what is remembered and one event to what is remembered then, the alert steps and the score that
 * follow. Pure and without state of its own; the vitals job and the edge keep the {@link PatientState}.
 *
 * <p>The same event twice changes nothing the second time.
 */
public final class PatientWatch {
    private static final Duration ACTIONS_WAIT = Duration.ofDays(7);
    private static final Duration LONGEST_CATCH_UP = Duration.ofDays(7);

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
     * @param plan    the plan valid when the reading was received
     * @param arrived the reading; one of shared kit may turn out to be out of character
     */
    public static Outcome observe(PatientState state, CarePlan plan, Reading arrived) {
        if (!plan.active()) {
            return new Outcome(state, List.of(), Optional.empty());
        }
        Reading reading = OutOfCharacter.marked(plan, arrived, state.series());
        List<WaitingAction> waiting = stillWaiting(state.waiting(), reading.receivedAt());
        PatientState heard = isExpected(plan, reading) ? state.hearing(reading) : state;
        Series series = state.series().with(plan, reading);
        Observation unjudged = Observation.unjudged(reading, plan.spo2Scale());
        boolean isKnown = state.series().knows(unjudged);
        List<RuleState> rules = new ArrayList<>(state.rules());
        List<AlertEvent> events = new ArrayList<>();
        for (Rule rule : plan.rules()) {
            int index = indexOf(rules, rule.id());
            RuleState before = index < 0 ? RuleState.of(rule.id()) : rules.get(index);
            RuleWatch.Step step = rule instanceof Rule.Missed missed
                    ? missed(plan, missed, heard).observe(before, unjudged)
                    : observe(
                            new RuleWatch(plan, rule, series), before, reading, isKnown && Series.isOf(rule, unjudged));
            RuleState after = withWaitingActions(step.state(), waiting);
            events.addAll(step.events());
            if (index >= 0) {
                rules.set(index, after);
            } else if (!after.equals(before)) {
                rules.add(after);
            }
        }
        PatientState after = heard.with(series).withRules(rules).withWaiting(withoutThoseOf(rules, waiting));
        return new Outcome(after, events, score(plan, reading, false));
    }

    /** A rule that looks back may have forgotten a reading in range, and not its value. */
    private static RuleWatch.Step observe(RuleWatch rule, RuleState before, Reading reading, boolean isKnown) {
        return isKnown ? RuleWatch.Step.silently(before) : rule.observe(before, reading);
    }

    /**
     * Everything that fell due up to a time: readings that are missing, measurements to be repeated, alerts nobody acted on.
     * The steps in the order they fell due. A time before one that was told already changes nothing.
     */
    public static Outcome tick(PatientState state, CarePlan plan, Instant at) {
        if (state.seenTo() != null && !at.isAfter(state.seenTo())) {
            return new Outcome(state, List.of(), Optional.empty());
        }
        PatientState after = state;
        List<AlertEvent> events = new ArrayList<>();
        Optional<Instant> due = nextDue(after, plan, seenTo(after, plan, at));
        while (due.isPresent() && !due.get().isAfter(at)) {
            Outcome outcome = fallsDue(after, plan, due.get());
            after = outcome.state().withSeenTo(due.get());
            events.addAll(outcome.events());
            due = nextDue(after, plan, due.get());
        }
        return new Outcome(after.withSeenTo(at), events, Optional.empty());
    }

    /**
     * The same under a plan that changed meanwhile: what fell due before a version counted is judged by the one before it.
     *
     * @param plans at least one version, oldest first
     */
    public static Outcome tick(PatientState state, List<CarePlan> plans, Instant at) {
        PatientState after = state;
        List<AlertEvent> events = new ArrayList<>();
        for (CarePlan next : plans.subList(1, plans.size())) {
            if (next.validFrom().isBefore(at)) {
                Outcome outcome = tick(after, planAt(plans, next.validFrom().minusNanos(1)), next.validFrom());
                after = outcome.state();
                events.addAll(outcome.events());
            }
        }
        Outcome outcome = tick(after, planAt(plans, at), at);
        events.addAll(outcome.events());
        return new Outcome(outcome.state(), events, Optional.empty());
    }

    private static CarePlan planAt(List<CarePlan> plans, Instant at) {
        return PlanVersions.validAt(plans, CarePlan::validFrom, at);
    }

    /**
     * What hubs raised because nobody repeated a breach beside them counts here too, once its reading is here (docs/adr/0043). To be
     * asked when an alert of a hub arrives, and when a late reading does while some wait; {@link HubAlerts#merge} follows.
     */
    public static Outcome besideHubs(PatientState state, CarePlan plan, List<HubAlert> alerts, Instant at) {
        List<RuleState> rules = new ArrayList<>(state.rules());
        List<AlertEvent> events = new ArrayList<>();
        for (HubAlert alert : alerts) {
            int index = indexOf(rules, alert.rule());
            Optional<Rule> rule = plan.rules().stream()
                    .filter(one -> plan.active() && one.id().equals(alert.rule()))
                    .findFirst();
            if (index >= 0 && rule.isPresent() && !HubAlerts.isTold(state, alert)) {
                RuleWatch.Step step =
                        new RuleWatch(plan, rule.get(), state.series()).besideHub(rules.get(index), alert, at);
                rules.set(index, withWaitingActions(step.state(), state.waiting()));
                events.addAll(step.events());
            }
        }
        PatientState after = state.withRules(rules).withWaiting(withoutThoseOf(rules, state.waiting()));
        return new Outcome(after, events, Optional.empty());
    }

    /**
     * Nothing was watched from one time to another, or nothing could come in; to be told before the {@link #tick} that follows.
     * Readings expected then may be on their way. Told again from the same time, it replaces what was told; within what is
     * known already it is no news.
     */
    public static PatientState paused(PatientState state, Instant from, Instant to) {
        return state.paused(new Pause(from, to));
    }

    /** Nothing can come from a device of this patient: what is missing is not for the patient alone to explain. */
    public static PatientState lost(PatientState state, Offline device) {
        return state.with(device);
    }

    /** Readings of a device of this patient can come again. */
    public static PatientState backOnLine(PatientState state, String device) {
        return state.withOnline(device);
    }

    /** When something will have to be done if nothing else happens before, later than {@code after}; empty if never. */
    public static Optional<Instant> nextDue(PatientState state, CarePlan plan, Instant after) {
        return plan.active()
                ? plan.rules().stream()
                        .flatMap(rule -> dues(rule, state, plan, after))
                        .filter(due -> due.isAfter(after))
                        .min(Instant::compareTo)
                : Optional.empty();
    }

    private static Stream<Instant> dues(Rule rule, PatientState state, CarePlan plan, Instant after) {
        if (rule instanceof Rule.Missed missed) {
            return Stream.concat(
                    ladder(stateOf(rule, state.rules()), plan),
                    missed(plan, missed, state).dues(after));
        }
        int index = indexOf(state.rules(), rule.id());
        if (index < 0) {
            return Stream.empty(); // what never saw anything waits for nothing
        }
        RuleState known = state.rules().get(index);
        return Stream.concat(
                ladder(known, plan), Stream.concat(Recheck.dues(rule, known), Unanswered.due(rule, known).stream()));
    }

    private static Stream<Instant> ladder(RuleState known, CarePlan plan) {
        @Nullable Episode episode = known.episode();
        return episode == null ? Stream.empty() : Ladder.dues(episode, plan);
    }

    private static Outcome fallsDue(PatientState state, CarePlan plan, Instant due) {
        List<WaitingAction> waiting = stillWaiting(state.waiting(), due);
        List<RuleState> rules = new ArrayList<>(state.rules());
        List<AlertEvent> events = new ArrayList<>();
        for (Rule rule : plan.rules()) {
            RuleState before = stateOf(rule, rules);
            AlertSteps steps = new AlertSteps(plan, rule, state.series());
            RuleWatch.Step step = rule instanceof Rule.Missed missed
                    ? missed(plan, missed, state).at(due, before)
                    : new RuleWatch(plan, rule, state.series()).at(due, before);
            events.addAll(step.events());
            RuleState after = withWaitingActions(step.state(), waiting);
            if (!after.equals(before)) {
                rules.removeIf(one -> one.rule().equals(rule.id()));
                rules.add(after);
            }
            Episode episode = before.episode();
            if (episode != null) {
                Ladder.at(due, episode, steps).forEach(events::add);
            }
        }
        PatientState after = state.withRules(rules).withWaiting(withoutThoseOf(rules, waiting));
        return new Outcome(after, events, Optional.empty());
    }

    /** A patient nobody looked at for long is not told of what fell due weeks ago. */
    private static Instant seenTo(PatientState state, CarePlan plan, Instant at) {
        Instant seenTo = state.seenTo() == null ? plan.validFrom() : state.seenTo();
        Instant longestAgo = at.minus(LONGEST_CATCH_UP);
        return seenTo.isBefore(longestAgo) ? longestAgo : seenTo;
    }

    private static boolean isExpected(CarePlan plan, Reading reading) {
        return plan.schedule().expected().stream().anyMatch(expected -> expected.kind() == reading.kind());
    }

    private static MissedWatch missed(CarePlan plan, Rule.Missed rule, PatientState state) {
        return new MissedWatch(plan, rule, state, new AlertSteps(plan, rule, state.series()));
    }

    private static RuleState stateOf(Rule rule, List<RuleState> rules) {
        int index = indexOf(rules, rule.id());
        return index < 0 ? RuleState.of(rule.id()) : rules.get(index);
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
        PatientState after = state.with(series).withRules(rules);
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
                return state.withRules(rules);
            }
        }
        List<WaitingAction> waiting = new ArrayList<>(state.waiting());
        waiting.removeIf(known ->
                known.id().equals(acted.id()) || known.at().isBefore(acted.at().minus(ACTIONS_WAIT)));
        waiting.add(acted);
        int surplus = Math.max(0, waiting.size() - PatientState.MOST_WAITING);
        return state.withWaiting(waiting.subList(surplus, waiting.size()));
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

    static Episode applied(Episode episode, WaitingAction action) {
        return switch (action.kind()) {
            case ACKNOWLEDGED -> episode.acknowledged(action.who());
            case RELEASED -> episode.released(action.at());
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
