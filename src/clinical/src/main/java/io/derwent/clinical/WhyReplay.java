package io.derwent.clinical;

import io.derwent.clinical.Why.Question;
import io.derwent.clinical.Why.Reason;
import io.derwent.clinical.Why.RuleAnswer;
import io.derwent.clinical.Why.Sight;
import io.derwent.clinical.Why.Verdict;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Confirm;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a replay showed of a span, and answers made of it: {@link Why} says what they mean. */
final class WhyReplay implements Replay.Observer {
    private static final Set<Reason> SILENT = EnumSet.of(Reason.IN_RANGE, Reason.IN_BETWEEN, Reason.NOT_CONCERNED);

    private final Question question;
    private final Map<String, Reading> readings;
    private final List<AlertEvent> steps = new ArrayList<>();
    private final List<AlertEvent> due = new ArrayList<>();
    private final Map<String, List<Sight>> sights = new LinkedHashMap<>();
    private final Map<String, Episode> episodes = new HashMap<>();

    WhyReplay(Question question) {
        this.question = question;
        this.readings = question.readings().stream()
                .collect(Collectors.toMap(Reading::id, reading -> reading, (one, other) -> other));
    }

    @Override
    public void reading(CarePlan plan, Reading reading, PatientState before, PatientWatch.Outcome outcome) {
        steps.addAll(outcome.events());
        remember(reading.receivedAt(), outcome.state());
        if (question.isMeasuredIn(reading) || question.isIn(reading.receivedAt())) {
            for (Rule rule : plan.rules()) {
                sights.computeIfAbsent(rule.id(), unseen -> new ArrayList<>())
                        .add(new Look(plan, rule, reading, before, outcome).sight());
            }
        }
    }

    @Override
    public void fellDue(Instant at, PatientWatch.Outcome outcome) {
        steps.addAll(outcome.events());
        due.addAll(outcome.events());
        remember(at, outcome.state());
    }

    @Override
    public void action(AlertAction action, PatientState after) {
        remember(action.at(), after);
    }

    private void remember(Instant at, PatientState state) {
        if (at.isBefore(question.to())) {
            episodes.clear();
            for (RuleState rule : state.rules()) {
                if (rule.episode() != null) {
                    episodes.put(rule.rule(), rule.episode());
                }
            }
        }
    }

    RuleAnswer answer(CarePlan plan, Rule rule) {
        List<Sight> ofRule = sights.getOrDefault(rule.id(), List.of()).stream()
                .map(sight -> knownLater(rule, sight))
                .sorted(Comparator.comparing((Sight sight) -> sight.reading().effectiveTime())
                        .thenComparing(sight -> sight.reading().id()))
                .toList();
        List<AlertEvent> recorded = of(rule, question.recorded());
        List<AlertEvent> replayed = of(rule, steps).stream()
                .filter(step -> question.isIn(step.at()))
                .toList();
        return new RuleAnswer(
                rule,
                plan.validFrom().isBefore(question.to())
                        ? conclusion(plan, rule, ofRule.stream().map(Sight::then))
                        : Reason.NO_PLAN,
                conclusion(plan, rule, ofRule.stream().map(Sight::now)),
                ofRule,
                episodes.get(rule.id()),
                recorded,
                without(replayed, recorded),
                without(recorded, replayed));
    }

    private Reason conclusion(CarePlan plan, Rule rule, Stream<Reason> reasons) {
        Stream<Reason> byTime =
                of(rule, due).stream().filter(step -> question.isIn(step.at())).map(step -> Reason.FELL_DUE);
        return Stream.concat(reasons, byTime)
                .min(Comparator.naturalOrder())
                .orElse(plan.active() ? Reason.NO_READING : Reason.PLAN_NOT_ACTIVE);
    }

    /** With what the span's end could not know, or not yet. */
    private Sight knownLater(Rule rule, Sight sight) {
        boolean cameLater = !sight.reading().receivedAt().isBefore(question.to());
        boolean concerned = sight.verdict() != Verdict.NOT_CONCERNED;
        Reason then = cameLater && concerned ? Reason.ARRIVED_LATER : sight.then();
        AlertEvent later = openedLater(rule, sight);
        if (later == null) {
            return sight.known(then, sight.now(), sight.alert(), sight.other());
        }
        Reason reason = reasonLater(later, sight.reading());
        boolean inTime = later.at().isBefore(question.to());
        return sight.known(inTime ? reason : then, reason, later.alert(), other(reason, later));
    }

    private static Reason reasonLater(AlertEvent later, Reading reading) {
        if (!later.effectiveTime().equals(reading.effectiveTime())) {
            return Reason.CONFIRMED_LATER;
        }
        // a step that another reading causes happens when that one arrives; this one was due
        return later.at().equals(later.receivedAt()) ? Reason.JUDGED_AGAIN : Reason.UNANSWERED;
    }

    private @Nullable Reading other(Reason reason, AlertEvent later) {
        return switch (reason) {
            case CONFIRMED_LATER -> readings.get(cause(later));
            case JUDGED_AGAIN -> arrivedWith(later);
            default -> null;
        };
    }

    private @Nullable Reading arrivedWith(AlertEvent step) {
        return question.readings().stream()
                .filter(reading -> reading.receivedAt().equals(step.receivedAt()))
                .findFirst()
                .orElse(null);
    }

    /** Of a reading that was no breach when it came only a step of its own can be meant; others may merely rest on it. */
    private @Nullable AlertEvent openedLater(Rule rule, Sight sight) {
        boolean stoodAlone = sight.now() == Reason.STOOD_ALONE;
        if (!stoodAlone && !SILENT.contains(sight.now())) {
            return null;
        }
        Reading reading = sight.reading();
        return of(rule, steps).stream()
                .filter(step -> step.kind() == AlertEvent.Kind.RAISED || step.kind() == AlertEvent.Kind.ESCALATED)
                .filter(step -> step.at().isAfter(reading.receivedAt()))
                .filter(step -> stoodAlone || step.effectiveTime().equals(reading.effectiveTime()))
                .filter(step ->
                        step.readings().stream().anyMatch(used -> used.reading().equals(reading.id())))
                .findFirst()
                .orElse(null);
    }

    private static String cause(AlertEvent step) {
        return step.readings().stream()
                .filter(used -> used.effectiveTime().equals(step.effectiveTime()))
                .map(AlertEvent.Evidence::reading)
                .findFirst()
                .orElse("");
    }

    /** What one rule made of one reading when it came. */
    private final class Look {
        private final CarePlan plan;
        private final Rule rule;
        private final Reading reading;
        private final RuleState before;
        private final RuleState after;
        private final List<AlertEvent> caused;
        private final Series series;
        private final Judgement judgement;
        private final Observation observation;

        Look(CarePlan plan, Rule rule, Reading reading, PatientState before, PatientWatch.Outcome outcome) {
            this.plan = plan;
            this.rule = rule;
            this.reading = reading;
            this.before = ofRule(before);
            this.after = ofRule(outcome.state());
            this.caused = of(rule, outcome.events()).stream()
                    .filter(step -> step.effectiveTime().equals(reading.effectiveTime()))
                    .toList();
            this.series = outcome.state().series();
            Observation arrived = Observation.unjudged(reading, plan.spo2Scale());
            this.judgement = Judgement.of(rule, arrived, series);
            this.observation = arrived.judged(judgement);
        }

        Sight sight() {
            Reason reason = reason();
            @Nullable Episode episode = after.episode() == null ? before.episode() : after.episode();
            return new Sight(
                    reading,
                    Verdict.valueOf(judgement.outcome().name()),
                    Judgement.reasons(rule, observation, series),
                    reason,
                    reason,
                    caused.stream().anyMatch(step -> step.kind() == AlertEvent.Kind.PROMPTED),
                    alert(reason, episode),
                    reason == Reason.NEWER_IN_RANGE ? newerInRange() : null,
                    since(reason, episode),
                    until(reason, episode));
        }

        private Reason reason() {
            if (!plan.active()) {
                return Reason.PLAN_NOT_ACTIVE;
            }
            return caused.stream()
                    .map(this::reason)
                    .min(Comparator.naturalOrder())
                    .orElseGet(this::silence);
        }

        private Reason reason(AlertEvent step) {
            return switch (step.kind()) {
                case RAISED -> Reason.RAISED;
                case ESCALATED -> Reason.ESCALATED;
                case UPDATED -> isSnoozed(before.episode()) ? Reason.SNOOZED : Reason.UPDATED;
                case CLEARED -> Reason.CLEARED;
                case PROMPTED -> Reason.STOOD_ALONE;
                case NOTED -> Reason.NEWER_IN_RANGE;
                case WOULD_HAVE -> Reason.TOO_OLD;
                case WITHDRAWN -> verdict();
            };
        }

        private boolean isSnoozed(@Nullable Episode episode) {
            return episode != null
                    && episode.snoozedUntil() != null
                    && episode.snoozedUntil().isAfter(reading.receivedAt());
        }

        private Reason silence() {
            if (judgement.outcome() == Judgement.Outcome.NOT_CONCERNED) {
                return Reason.NOT_CONCERNED;
            }
            if (reading.age().compareTo(rule.timing().horizon()) > 0) {
                return Reason.BEYOND_HORIZON;
            }
            return verdict();
        }

        private Reason verdict() {
            return switch (judgement.outcome()) {
                case NOT_CONCERNED -> Reason.NOT_CONCERNED;
                case IN_BETWEEN -> Reason.IN_BETWEEN;
                case IN_RANGE -> Reason.IN_RANGE;
                case BREACH -> silentBreach();
            };
        }

        private Reason silentBreach() {
            if (observation.age().compareTo(rule.timing().actionableFor()) > 0) {
                return Reason.TOO_OLD;
            }
            List<Confirmation> confirmations =
                    Confirmation.with(rule, observation, after.timeline().breaches());
            if (confirmations.isEmpty()) {
                return Reason.STOOD_ALONE;
            }
            Episode episode = after.episode();
            boolean quiet = episode != null
                    && episode.isQuiet(reading.receivedAt(), rule.timing().coolDown());
            boolean stands = confirmations.stream().anyMatch(confirmation -> confirmation.standsIn(after.timeline()));
            return quiet && stands ? Reason.COOL_DOWN : Reason.NEWER_IN_RANGE;
        }

        private @Nullable String alert(Reason reason, @Nullable Episode episode) {
            return caused.stream()
                    .filter(step -> step.kind() != AlertEvent.Kind.PROMPTED)
                    .map(AlertEvent::alert)
                    .findFirst()
                    .orElse(reason == Reason.COOL_DOWN && episode != null ? episode.alert() : null);
        }

        private @Nullable Reading newerInRange() {
            return after.timeline().observations().stream()
                    .filter(other -> !other.isBreach() && other.isNewerThan(observation))
                    .findFirst()
                    .map(other -> readings.get(other.reading()))
                    .orElse(null);
        }

        private @Nullable Instant since(Reason reason, @Nullable Episode episode) {
            if (reason == Reason.STOOD_ALONE) {
                return repeatIn(Confirm.Repeat::min);
            }
            return reason == Reason.COOL_DOWN && episode != null ? episode.resolvedAt() : null;
        }

        private @Nullable Instant until(Reason reason, @Nullable Episode episode) {
            if (reason == Reason.STOOD_ALONE) {
                return repeatIn(Confirm.Repeat::max);
            }
            if (reason == Reason.SNOOZED && episode != null) {
                return episode.snoozedUntil();
            }
            Instant resolvedAt = since(reason, episode);
            return resolvedAt == null ? null : resolvedAt.plus(rule.timing().coolDown());
        }

        private @Nullable Instant repeatIn(Function<Confirm.Repeat, Duration> end) {
            return rule.confirmOf(0) instanceof Confirm.Repeat repeat
                    ? reading.effectiveTime().plus(end.apply(repeat))
                    : null;
        }

        private RuleState ofRule(PatientState state) {
            return state.rules().stream()
                    .filter(remembered -> remembered.rule().equals(rule.id()))
                    .findFirst()
                    .orElseGet(() -> RuleState.of(rule.id()));
        }
    }

    private static List<AlertEvent> of(Rule rule, List<AlertEvent> steps) {
        return steps.stream().filter(step -> step.rule().equals(rule.id())).toList();
    }

    private static List<AlertEvent> without(List<AlertEvent> steps, List<AlertEvent> others) {
        Set<String> known = others.stream().map(AlertEvent::id).collect(Collectors.toCollection(HashSet::new));
        return steps.stream().filter(step -> !known.contains(step.id())).toList();
    }
}
