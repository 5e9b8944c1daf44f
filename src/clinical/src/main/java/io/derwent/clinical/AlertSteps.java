package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Ids;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the steps of one rule's alerts about one patient. */
record AlertSteps(CarePlan plan, Rule rule, Series series) {
    /** More readings than this do not make an alert clearer: the first two and the newest are told. */
    private static final int MOST_EVIDENCE = 10;

    private static final int OPENING = 2;

    String alert(Observation opening) {
        return alertOf(opening.reading());
    }

    /** Of an alert that no reading opens: what opened it instead. */
    String alertOf(String opening) {
        return Ids.alert(plan.tenant(), Subject.patient(plan.patient()), rule.id(), opening);
    }

    /** Nobody acted: somebody further up is told. */
    AlertEvent escalated(Episode episode, AlertEvent.Audience audience, Instant since, Instant due) {
        return without(
                        AlertEvent.Kind.ESCALATED,
                        episode.alert(),
                        audience.code() + "-" + since,
                        episode.severity(),
                        due,
                        episode.firstBreachAt(),
                        episode.lastBreachAt(),
                        List.of(),
                        List.of("nobody has acted since " + since))
                .to(audience);
    }

    /** The patient is asked to measure again. */
    AlertEvent recheck(Episode episode, Observation breach, Instant due) {
        return step(
                        AlertEvent.Kind.PROMPTED,
                        episode.alert(),
                        breach.step() + "-" + due,
                        episode.severity(),
                        due,
                        episode.firstBreachAt(),
                        breach,
                        List.of(breach))
                .to(AlertEvent.Audience.PATIENT);
    }

    /** Somebody was asked to repeat a breach and nothing in range came: it counts as it is. */
    AlertEvent unanswered(Episode episode, Observation breach, Instant due) {
        Judgement told = Judgement.told(rule, breach, series)
                .also("asked to measure again, nothing in range came since " + breach.receivedAt());
        return step(
                AlertEvent.Kind.RAISED,
                episode.alert(),
                breach.step(),
                episode.severity(),
                due,
                episode.firstBreachAt(),
                breach,
                List.of(breach),
                told);
    }

    /** A step that a clock causes, not a reading. */
    AlertEvent without(
            AlertEvent.Kind kind,
            String alert,
            String step,
            Severity severity,
            Instant due,
            Instant firstBreachAt,
            Instant effectiveTime,
            List<String> missing,
            List<String> reasons) {
        return new AlertEvent(
                Ids.alertEvent(alert, kind, step),
                alert,
                kind,
                plan.tenant(),
                Subject.patient(plan.patient()),
                rule.id(),
                rule.version(),
                severity,
                due,
                firstBreachAt,
                effectiveTime,
                due,
                false,
                List.of(),
                missing,
                null,
                reasons,
                null,
                null);
    }

    AlertEvent step(
            AlertEvent.Kind kind,
            String alert,
            String step,
            Severity severity,
            Instant at,
            Instant firstBreachAt,
            Observation cause,
            List<Observation> evidence) {
        return step(
                kind, alert, step, severity, at, firstBreachAt, cause, evidence, Judgement.told(rule, cause, series));
    }

    private AlertEvent step(
            AlertEvent.Kind kind,
            String alert,
            String step,
            Severity severity,
            Instant at,
            Instant firstBreachAt,
            Observation cause,
            List<Observation> evidence,
            Judgement told) {
        News2.@Nullable Result score = scoreOf(cause);
        return new AlertEvent(
                Ids.alertEvent(alert, kind, step),
                alert,
                kind,
                plan.tenant(),
                Subject.patient(plan.patient()),
                rule.id(),
                rule.version(),
                severity,
                at,
                firstBreachAt,
                cause.effectiveTime(),
                cause.receivedAt(),
                isLate(cause),
                bounded(withBasis(told, evidence)).stream()
                        .map(Observation::evidence)
                        .toList(),
                score == null ? List.of() : score.missing(),
                score == null ? null : summary(score),
                told.reasons(),
                null,
                null);
    }

    /** Whether it was no news any more when it arrived. */
    boolean isLate(Observation observation) {
        return observation.age().compareTo(rule.timing().currentFor()) > 0;
    }

    private News2.@Nullable Result scoreOf(Observation cause) {
        return rule instanceof Rule.Score && cause.spo2Scale() > 0
                ? News2.score(cause.quantities(), cause.findings(), cause.spo2Scale())
                : null;
    }

    private static AlertEvent.ScoreSummary summary(News2.Result score) {
        return new AlertEvent.ScoreSummary(
                score.isComplete(),
                score.isComplete() ? (Integer) score.lowerBound() : null,
                score.lowerBound(),
                score.upperBound(),
                score.parts());
    }

    /** A rule that looks back rests on what it looked at, too. */
    private static List<Observation> withBasis(Judgement told, List<Observation> evidence) {
        Set<String> known = evidence.stream().map(Observation::reading).collect(Collectors.toSet());
        return Stream.concat(
                        told.basis().stream().filter(reading -> !known.contains(reading.reading())), evidence.stream())
                .toList();
    }

    private static List<Observation> bounded(List<Observation> evidence) {
        List<Observation> oldestFirst =
                evidence.stream().sorted(Observation.OLDEST_FIRST).distinct().toList();
        if (oldestFirst.size() <= MOST_EVIDENCE) {
            return oldestFirst;
        }
        List<Observation> told = new ArrayList<>(oldestFirst.subList(0, OPENING));
        told.addAll(oldestFirst.subList(oldestFirst.size() - (MOST_EVIDENCE - OPENING), oldestFirst.size()));
        return told;
    }
}
