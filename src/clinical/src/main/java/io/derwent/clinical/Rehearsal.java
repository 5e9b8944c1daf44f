package io.derwent.clinical;

import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.model.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What a plan would have raised of what is stored, so that two plans can be compared before one is saved.
 *
 * <p>Both plans see the same readings in the order in which they came, and what people did about the alerts there were. An
 * alert that only the other plan raises was acted on by nobody: it is open until a reading clears it.
 *
 * @param from    inclusive
 * @param to      exclusive
 * @param alerts  raised in the span, in order
 * @param prompts how often the patient was asked to measure again in the span
 */
public record Rehearsal(Instant from, Instant to, List<Alert> alerts, int prompts) {
    public Rehearsal {
        alerts = List.copyOf(alerts);
    }

    /**
     * An alert.
     *
     * @param severity the highest it reached
     * @param raisedAt when it was raised first
     * @param from     effectiveTime of its earliest breach
     * @param to       effectiveTime of the measurement behind its last step
     */
    public record Alert(String id, String rule, Severity severity, Instant raisedAt, Instant from, Instant to) {
        /** The day on which it was raised. */
        public LocalDate day() {
            return UkDays.of(raisedAt);
        }

        /** Whether it tells of the same as the other: its very opening reading, or an overlapping time, under one rule. */
        public boolean isSameAs(Alert other) {
            return id.equals(other.id)
                    || (rule.equals(other.rule) && !from.isAfter(other.to) && !other.from.isAfter(to));
        }

        private Alert after(AlertEvent step) {
            return new Alert(
                    id,
                    rule,
                    step.severity().isAtLeast(severity) ? step.severity() : severity,
                    raisedAt,
                    step.firstBreachAt().isBefore(from) ? step.firstBreachAt() : from,
                    step.effectiveTime().isAfter(to) ? step.effectiveTime() : to);
        }
    }

    /**
     * Rehearses.
     *
     * @param plan     holds from the first reading on, whatever its own beginning
     * @param readings also from before the span, so that what was open at its beginning is known; any order
     * @param actions  what people did about this patient's alerts; any order
     */
    public static Rehearsal of(
            CarePlan plan, List<Reading> readings, List<AlertAction> actions, Instant from, Instant to) {
        Map<String, Alert> alerts = new LinkedHashMap<>();
        List<AlertEvent> prompts = new ArrayList<>();
        Consumer<AlertEvent> told = step -> {
            if (step.kind() == AlertEvent.Kind.PROMPTED) {
                prompts.add(step);
            } else if (step.kind() == AlertEvent.Kind.RAISED) {
                alerts.merge(step.alert(), raised(step), (known, again) -> known.after(step));
            } else {
                alerts.computeIfPresent(step.alert(), (id, known) -> known.after(step));
            }
        };
        Replay.run(List.of(validFrom(plan, from)), readings, actions, to, new Replay.Observer() {
            @Override
            public void reading(CarePlan under, Reading reading, PatientState before, PatientWatch.Outcome outcome) {
                outcome.events().forEach(told);
            }

            @Override
            public void fellDue(Instant at, PatientWatch.Outcome outcome) {
                outcome.events().forEach(told);
            }
        });
        Predicate<Instant> isIn = time -> !time.isBefore(from) && time.isBefore(to);
        return new Rehearsal(
                from,
                to,
                alerts.values().stream()
                        .filter(alert -> isIn.test(alert.raisedAt()))
                        .toList(),
                (int) prompts.stream().filter(step -> isIn.test(step.at())).count());
    }

    /** What its schedule expects is expected from then on. */
    private static CarePlan validFrom(CarePlan plan, Instant from) {
        return new CarePlan(
                plan.tenant(),
                plan.patient(),
                plan.version(),
                plan.pathway(),
                plan.pathwayVersion(),
                plan.spo2Scale(),
                from,
                plan.active(),
                plan.rules(),
                plan.schedule(),
                plan.escalation());
    }

    private static Alert raised(AlertEvent step) {
        return new Alert(
                step.alert(), step.rule(), step.severity(), step.at(), step.firstBreachAt(), step.effectiveTime());
    }

    /** Those of these alerts that tell of nothing an alert of the other plan tells of. */
    public List<Alert> without(Rehearsal other) {
        return alerts.stream()
                .filter(alert -> other.alerts.stream().noneMatch(alert::isSameAs))
                .toList();
    }

    /** Those raised on one day. */
    public int on(LocalDate day) {
        return (int) alerts.stream().filter(alert -> alert.day().equals(day)).count();
    }
}
