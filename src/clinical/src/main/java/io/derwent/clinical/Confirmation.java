package io.derwent.clinical;

import io.derwent.model.Confirm;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What makes a breach count: one reading where none or an extreme value is enough, or two breaching readings whose
 * effectiveTimes lie min to max apart, both ends included. Then {@code earlier} and {@code later} differ.
 */
record Confirmation(Severity severity, Observation earlier, Observation later) {
    /** Most severe first; a pair before a single reading; then the closest pair, then the older. */
    private static final Comparator<Confirmation> BEST_FIRST = Comparator.<Confirmation, Severity>comparing(
                    confirmation -> confirmation.severity)
            .reversed()
            .thenComparing(Confirmation::isSingle)
            .thenComparing(Confirmation::apart)
            .thenComparing(Confirmation::earlier, Observation.OLDEST_FIRST);

    /** The best confirmation this breach takes part in, or empty while it stands alone. */
    static Optional<Confirmation> best(Rule rule, Observation breach, List<Observation> breaches) {
        return bestOf(with(rule, breach, breaches));
    }

    /** Every confirmation this breach takes part in. */
    static List<Confirmation> with(Rule rule, Observation breach, List<Observation> breaches) {
        List<Confirmation> found = new ArrayList<>();
        for (int grade = 0; grade <= breach.grade(); grade++) {
            Severity severity = rule.severityOf(grade);
            Confirm confirm = confirmOf(rule, grade, breach);
            if (confirm instanceof Confirm.Repeat repeat) {
                if (grade == 0 && breach.extreme()) {
                    found.add(new Confirmation(severity, breach, breach));
                }
                addPairs(found, severity, repeat, breach, atLeast(grade, breaches));
            } else {
                found.add(new Confirmation(severity, breach, breach));
            }
        }
        return found;
    }

    /** What makes this breach count: one that may be another person's is never enough alone. */
    static Confirm confirmOf(Rule rule, int grade, Observation breach) {
        Confirm confirm = rule.confirmOf(grade);
        return breach.isOutOfCharacter() && confirm instanceof Confirm.None ? OutOfCharacter.REPEAT : confirm;
    }

    /** The highest severity that any of these breaches confirm among them; empty while none does. */
    static Optional<Severity> severityOf(Rule rule, List<Observation> breaches) {
        return breaches.stream()
                .flatMap(breach -> with(rule, breach, breaches).stream())
                .map(Confirmation::severity)
                .max(Severity::compareTo);
    }

    static Optional<Confirmation> bestOf(List<Confirmation> confirmations) {
        return confirmations.stream().min(BEST_FIRST);
    }

    private static List<Observation> atLeast(int grade, List<Observation> breaches) {
        return breaches.stream().filter(other -> other.grade() >= grade).toList();
    }

    private static void addPairs(
            List<Confirmation> found,
            Severity severity,
            Confirm.Repeat repeat,
            Observation breach,
            List<Observation> others) {
        for (Observation other : others) {
            if (other.reading().equals(breach.reading())) {
                continue;
            }
            boolean otherFirst = Observation.OLDEST_FIRST.compare(other, breach) < 0;
            Confirmation pair = new Confirmation(severity, otherFirst ? other : breach, otherFirst ? breach : other);
            if (pair.apart().compareTo(repeat.min()) >= 0 && pair.apart().compareTo(repeat.max()) <= 0) {
                found.add(pair);
            }
        }
    }

    private boolean isSingle() {
        return earlier.equals(later);
    }

    private Duration apart() {
        return Duration.between(earlier.effectiveTime(), later.effectiveTime());
    }

    /** Whether one of its readings was older than this when it arrived. */
    boolean isOlderThan(Duration age) {
        return earlier.age().compareTo(age) > 0 || later.age().compareTo(age) > 0;
    }

    /**
     * Tells the step it causes from others of its alert, whichever of the two arrived first. A pair that comes together
     * again, after the one was another person's and is not, causes a step of its own.
     */
    String step() {
        return isSingle() || earlier.revision() == 0 ? later.step() : earlier.step() + "+" + later.step();
    }

    /** Whether nothing in range was measured after it. */
    boolean standsIn(Timeline timeline) {
        return !timeline.hasInRangeNewerThan(later);
    }

    List<String> readings() {
        return isSingle() ? List.of(earlier.reading()) : List.of(earlier.reading(), later.reading());
    }

    List<Observation> observations() {
        return isSingle() ? List.of(earlier) : List.of(earlier, later);
    }
}
