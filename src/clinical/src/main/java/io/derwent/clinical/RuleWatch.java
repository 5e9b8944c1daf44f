package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Confirm;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One rule watching one patient: from what it remembers and one reading to what it remembers then, and the steps that
 * follow for its alerts. What follows when a reading is taken back is in {@link Withdrawal}.
 *
 * <p>Readings are ordered by effectiveTime, those of one device and one time by its counter, whatever the order they arrive
 * in. A breach counts when it is confirmed ({@link Confirmation}). What becomes of a breach that counts:
 *
 * <pre>
 *   older than actionableFor at arrival (one of the pair is enough) ......... WOULD_HAVE, once per passed episode
 *   a newer reading is in range ............................................. NOTED, once per passed episode
 *   part of the open episode ................................................ UPDATED, or ESCALATED when more severe
 *   the episode was resolved less than coolDown ago, not more severe ........ nothing
 *   the same, but more severe ............................................... ESCALATED, the episode is open again
 *   otherwise ............................................................... RAISED
 * </pre>
 *
 * <p>A breach that stands alone and is current prompts the patient to measure again, if the rule says so. Only an in-range
 * reading newer than every breach of the open episode clears it.
 */
final class RuleWatch {
    private final CarePlan plan;
    private final Rule rule;
    private final Series series;
    private final Timing timing;
    private final AlertSteps steps;

    /** {@code series} is as it is after the event. */
    RuleWatch(CarePlan plan, Rule rule, Series series) {
        this.plan = plan;
        this.rule = rule;
        this.series = series;
        this.timing = rule.timing();
        this.steps = new AlertSteps(plan, rule, series);
    }

    /** What is remembered after an event, and the steps it caused. */
    record Step(RuleState state, List<AlertEvent> events) {
        static Step silently(RuleState state) {
            return new Step(state, List.of());
        }

        Step after(Step earlier) {
            if (earlier.events.isEmpty()) {
                return this;
            }
            return new Step(
                    state,
                    Stream.concat(earlier.events.stream(), events.stream()).toList());
        }
    }

    Step observe(RuleState state, Reading reading) {
        @Nullable Observation known = state.timeline().find(reading.id()).orElse(null);
        if (known != null && known.revision() >= reading.revision()) {
            return Step.silently(state);
        }
        if (reading.age().compareTo(timing.horizon()) > 0) {
            return Step.silently(state);
        }
        Observation arrived = Observation.unjudged(reading, plan.spo2Scale());
        Step step = judge(state, arrived, Judgement.of(rule, arrived, series), known != null);
        return judgeAgain(step, arrived);
    }

    /** What falls due for this rule: a measurement to repeat once more, or a breach that nobody repeated. */
    Step at(Instant due, RuleState state) {
        Optional<Observation> unanswered =
                Unanswered.due(rule, state).filter(due::equals).flatMap(time -> Unanswered.waiting(rule, state));
        return unanswered
                .map(breach -> countUnanswered(state, breach, due))
                .orElseGet(() ->
                        new Step(state, Recheck.at(due, rule, state, steps).toList()));
    }

    /** A hub without a line waited for a repeat, in vain. */
    Step besideHub(RuleState state, HubAlert alert, Instant at) {
        return Unanswered.besideHub(rule, state, alert, steps)
                .map(breach -> countUnanswered(state, breach, later(at, breach.receivedAt())))
                .orElseGet(() -> Step.silently(state));
    }

    private Step countUnanswered(RuleState state, Observation waiting, Instant due) {
        Observation breach = waiting.unanswered();
        RuleState counted = remember(state, breach);
        Confirmation alone = new Confirmation(rule.severity(), breach, breach);
        Episode episode = Episode.raised(steps.alert(breach), rule, alone, counted.timeline(), due);
        return new Step(counted.raised(episode), List.of(steps.unanswered(episode, breach, due)));
    }

    private Step judge(RuleState state, Observation arrived, Judgement judgement, boolean isKnown) {
        Observation observation = arrived.judged(judgement);
        if (judgement.outcome() == Judgement.Outcome.BREACH) {
            return breach(remember(state, observation), observation);
        }
        Step corrected = isKnown ? takeBack(state, observation) : Step.silently(state);
        return judgement.outcome() == Judgement.Outcome.IN_RANGE
                ? inRange(remember(corrected.state(), observation.withoutValues()), observation)
                        .after(corrected)
                : corrected;
    }

    /** What came after a reading that arrived late, was corrected or was taken back may mean something else now. */
    private Step judgeAgain(Step step, Observation cause) {
        Step last = step;
        if (Series.isOf(rule, cause)) {
            for (Observation later : series.judgedBy(rule, cause)) {
                last = judgeAgain(last.state(), later, cause).after(last);
            }
        }
        return last;
    }

    private Step judgeAgain(RuleState state, Observation later, Observation cause) {
        Optional<Observation> known = state.timeline().find(later.reading());
        Judgement judgement = Judgement.of(rule, later, series);
        return meansWhatItDid(known, judgement, state.episode())
                ? Step.silently(state)
                : judge(withEdges(state, later, judgement), later.because(cause), judgement, known.isPresent());
    }

    /** A reading that is not known was in between, or stood within a run in range: then it matters only while something is open. */
    private static boolean meansWhatItDid(Optional<Observation> known, Judgement judgement, @Nullable Episode episode) {
        return switch (judgement.outcome()) {
            case BREACH ->
                known.map(Observation::grade)
                        .filter(grade -> grade == judgement.grade())
                        .isPresent();
            case IN_RANGE -> known.map(reading -> !reading.isBreach()).orElse(episode == null || !episode.isOpen());
            case IN_BETWEEN, NOT_CONCERNED -> known.isEmpty();
        };
    }

    /**
     * What was in range beside a reading that turns out to be a breach stood within a run and was forgotten; now it says where
     * the breach begins and ends.
     */
    private RuleState withEdges(RuleState state, Observation later, Judgement judgement) {
        if (judgement.outcome() != Judgement.Outcome.BREACH) {
            return state;
        }
        RuleState changed = remember(state, later.judged(judgement));
        for (Observation beside : series.beside(rule, later)) {
            Judgement own = Judgement.of(rule, beside, series);
            if (own.outcome() == Judgement.Outcome.IN_RANGE) {
                changed = remember(changed, beside.judged(own).withoutValues());
            }
        }
        return changed;
    }

    /** The reading was not this patient's after all; see {@link Withdrawal}. */
    Step withdraw(RuleState state, Reading reading, Instant at) {
        Observation withdrawn = Observation.unjudged(reading, plan.spo2Scale());
        return judgeAgain(new Withdrawal(rule, steps, withdrawn, at).from(state), withdrawn.knownAt(at));
    }

    private Step takeBack(RuleState state, Observation observation) {
        return new Withdrawal(rule, steps, observation, observation.receivedAt()).from(state);
    }

    private Step inRange(RuleState state, Observation inRange) {
        Episode episode = state.episode();
        if (episode == null || !episode.isOpen() || !state.timeline().isAfter(inRange, episode.lastBreachAt())) {
            return Step.silently(state);
        }
        AlertEvent cleared = steps.step(
                AlertEvent.Kind.CLEARED,
                episode.alert(),
                inRange.step(),
                episode.severity(),
                inRange.receivedAt(),
                episode.firstBreachAt(),
                inRange,
                List.of(inRange));
        return new Step(state.withEpisode(episode.clearedBy(inRange.reading())), List.of(cleared));
    }

    private Step breach(RuleState state, Observation breach) {
        if (breach.age().compareTo(timing.actionableFor()) > 0) {
            return passed(state, breach);
        }
        Episode episode = state.episode();
        if (episode != null && episode.isOpen()) {
            return belongsTo(episode, state, breach) ? join(state, episode, breach) : passed(state, breach);
        }
        List<Confirmation> confirmations = Confirmation.with(rule, breach, actionable(state));
        Optional<Confirmation> standing = Confirmation.bestOf(confirmations.stream()
                .filter(confirmation -> confirmation.standsIn(state.timeline()))
                .toList());
        if (standing.isEmpty()) {
            Step told = passed(state, breach);
            return confirmations.isEmpty() && told.events().isEmpty() ? alone(state, breach) : told;
        }
        if (episode != null && episode.isQuiet(breach.receivedAt(), timing.coolDown())) {
            return standing.get().severity().compareTo(episode.severity()) > 0
                    ? reopen(state, episode, standing.get(), breach)
                    : Step.silently(state);
        }
        return raise(state, standing.get(), breach);
    }

    private Step raise(RuleState state, Confirmation confirmation, Observation cause) {
        String alert = steps.alert(confirmation.earlier());
        Episode episode = Episode.raised(alert, rule, confirmation, state.timeline(), cause.receivedAt());
        List<AlertEvent> events = new ArrayList<>();
        events.add(steps.step(
                AlertEvent.Kind.RAISED,
                alert,
                confirmation.step(),
                episode.severity(),
                cause.receivedAt(),
                episode.firstBreachAt(),
                cause,
                since(episode.firstBreachAt(), state)));
        if (asksToRepeatWhenRaised()) {
            events.addAll(prompt(state, alert, cause));
        }
        return new Step(state.raised(episode), List.copyOf(events));
    }

    private Step reopen(RuleState state, Episode episode, Confirmation confirmation, Observation cause) {
        List<Observation> evidence = confirmation.observations();
        Episode open = episode.openAt(confirmation.severity(), cause.receivedAt())
                .covering(
                        episode.firstBreachAt(),
                        later(episode.lastBreachAt(), confirmation.later().effectiveTime()),
                        merged(episode.readings(), Observation.ids(evidence)));
        return new Step(state.withEpisode(open), List.of(escalated(open, cause, evidence)));
    }

    private Step join(RuleState state, Episode episode, Observation breach) {
        Instant start = state.timeline()
                .startOf(
                        earlier(episode.firstBreachAt(), breach.effectiveTime()),
                        actionable(state),
                        timing.actionableFor());
        List<Observation> evidence = since(start, state);
        Episode joined = episode.covering(
                start,
                later(episode.lastBreachAt(), breach.effectiveTime()),
                merged(episode.readings(), Observation.ids(evidence)));
        Optional<Severity> risen = Confirmation.best(rule, breach, actionable(state))
                .map(Confirmation::severity)
                .filter(severity -> severity.compareTo(episode.severity()) > 0);
        if (risen.isPresent()) {
            Episode escalated = joined.openAt(risen.get(), breach.receivedAt());
            return new Step(state.withEpisode(escalated), List.of(escalated(escalated, breach, evidence)));
        }
        AlertEvent updated = steps.step(
                AlertEvent.Kind.UPDATED,
                episode.alert(),
                breach.step(),
                episode.severity(),
                breach.receivedAt(),
                start,
                breach,
                evidence);
        return new Step(state.withEpisode(joined), List.of(updated));
    }

    private AlertEvent escalated(Episode episode, Observation cause, List<Observation> evidence) {
        return steps.step(
                AlertEvent.Kind.ESCALATED,
                episode.alert(),
                episode.severity().code() + "-" + cause.step(),
                episode.severity(),
                cause.receivedAt(),
                episode.firstBreachAt(),
                cause,
                evidence);
    }

    /** A breach that is over, or too old to act on: told once for each episode it may have been. */
    private Step passed(RuleState state, Observation breach) {
        @Nullable
        Confirmation confirmation =
                Confirmation.best(rule, breach, state.timeline().breaches()).orElse(null);
        if (confirmation == null || isKnownFrom(state.episode(), confirmation, state)) {
            return Step.silently(state);
        }
        Instant from = confirmation.earlier().effectiveTime();
        Instant to = confirmation.later().effectiveTime();
        List<PassedEpisode> passed = new ArrayList<>(state.passed());
        for (int i = 0; i < passed.size(); i++) {
            PassedEpisode told = passed.get(i);
            if (state.timeline().isOne(told.from(), told.to(), from, to, timing.actionableFor())) {
                passed.set(
                        i,
                        new PassedEpisode(
                                told.alert(), earlier(told.from(), from), later(told.to(), to), told.readings()));
                return Step.silently(state.withPassed(List.copyOf(passed)));
            }
        }
        String alert = steps.alert(confirmation.earlier());
        passed.add(new PassedEpisode(alert, from, to, confirmation.readings()));
        AlertEvent event = steps.step(
                confirmation.isOlderThan(timing.actionableFor()) ? AlertEvent.Kind.WOULD_HAVE : AlertEvent.Kind.NOTED,
                alert,
                breach.step(),
                confirmation.severity(),
                breach.receivedAt(),
                from,
                breach,
                confirmation.observations());
        int surplus = Math.max(0, passed.size() - RuleState.MOST_PASSED);
        return new Step(state.withPassed(List.copyOf(passed.subList(surplus, passed.size()))), List.of(event));
    }

    /** Whether the raised episode told of it already, at least as severe. */
    private boolean isKnownFrom(@Nullable Episode episode, Confirmation confirmation, RuleState state) {
        return episode != null
                && confirmation.severity().compareTo(episode.severity()) <= 0
                && state.timeline().isOne(episode, confirmation, timing.actionableFor());
    }

    private Step alone(RuleState state, Observation breach) {
        Episode episode = state.episode();
        boolean quiet = episode != null && episode.isQuiet(breach.receivedAt(), timing.coolDown());
        return quiet ? Step.silently(state) : new Step(state, prompt(state, steps.alert(breach), breach));
    }

    private List<AlertEvent> prompt(RuleState state, String alert, Observation breach) {
        if (!rule.promptPatient() || steps.isLate(breach) || !state.timeline().isNewest(breach)) {
            return List.of();
        }
        return List.of(steps.step(
                AlertEvent.Kind.PROMPTED,
                alert,
                breach.step(),
                rule.severity(),
                breach.receivedAt(),
                breach.effectiveTime(),
                breach,
                List.of(breach)));
    }

    private RuleState remember(RuleState state, Observation observation) {
        Instant oldest = observation.receivedAt().minus(timing.horizon());
        return state.withObservations(state.timeline().with(observation, oldest).observations());
    }

    private boolean belongsTo(Episode episode, RuleState state, Observation breach) {
        Instant start = episode.firstBreachAt();
        return !breach.effectiveTime().isBefore(start)
                || state.timeline().isConnected(breach.effectiveTime(), start, timing.actionableFor());
    }

    private boolean asksToRepeatWhenRaised() {
        return rule.confirmOf(0) instanceof Confirm.None;
    }

    private List<Observation> actionable(RuleState state) {
        return state.timeline().breachesUpTo(timing.actionableFor());
    }

    private List<Observation> since(Instant start, RuleState state) {
        return state.timeline().breachesSince(start, timing.actionableFor());
    }

    private static List<String> merged(List<String> known, List<String> added) {
        List<String> all =
                Stream.concat(known.stream(), added.stream()).distinct().toList();
        return all.subList(Math.max(0, all.size() - RuleState.MOST_OBSERVATIONS), all.size());
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
