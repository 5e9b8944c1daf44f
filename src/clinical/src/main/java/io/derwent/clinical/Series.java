package io.derwent.clinical;

import static io.derwent.clinical.Observation.OLDEST_FIRST;

import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The values of one patient that rules look back at, oldest first, whatever the order they arrived in; all rules of a plan
 * share them. Unlike a rule's {@link Timeline} it has values in range too.
 *
 * <p>At most {@value #MOST_VALUES}, the oldest go first: rules that look back are for values taken by hand a few times a day. A
 * stream of minutes leaves them without a baseline, never with a wrong one.
 */
record Series(List<Observation> values) {
    static final Series EMPTY = new Series(List.of());
    static final int MOST_VALUES = 300;

    /** A home series of blood pressures, with the day that is left out. */
    static final int AVERAGED_DAYS = 7;

    /** How far apart values in a row may be. */
    private static final long IN_A_ROW_WITHIN_DAYS = 8;

    /** A week, and the month before it with a day to spare. */
    private static final int WEEKS_DAYS = 36;

    Series {
        values = List.copyOf(values);
    }

    /** How far back a rule looks from the value it judges; zero for a rule that judges each reading by itself. */
    static Duration lookBack(Rule rule) {
        if (rule instanceof Rule.Change change) {
            int days = change.anyOf().stream().mapToInt(Rule.Rise::days).max().orElse(0);
            return Duration.ofDays(Math.max(days, change.clear().days()) + 1L);
        }
        if (rule instanceof Rule.Average) {
            return Duration.ofDays(AVERAGED_DAYS + 1L);
        }
        if (rule instanceof Rule.Baseline baseline) {
            return switch (baseline.method()) {
                case FROM_MEDIAN, ROBUST_Z -> Duration.ofDays(baseline.days() + IN_A_ROW_WITHIN_DAYS);
                case EWMA, CUSUM -> Duration.ofDays(2L * baseline.days() + 1);
                case WEEK_SHARE, WEEK_Z -> Duration.ofDays(WEEKS_DAYS);
            };
        }
        if (rule instanceof Rule.OutOfCharacter character) {
            return Duration.ofDays(character.days() + 1L);
        }
        if (rule instanceof Rule.NightSignal) {
            return rule.timing().horizon();
        }
        return rule instanceof Rule.DeviceFault fault && fault.times() > 1 ? fault.within() : Duration.ZERO;
    }

    /** Whether this rule looks back, and at readings like this one. */
    static boolean isOf(Rule rule, Observation reading) {
        if (rule instanceof Rule.Change change) {
            return reading.quantities().containsKey(change.parameter());
        }
        if (rule instanceof Rule.Average) {
            return reading.kind() == Kind.BP_PANEL;
        }
        if (rule instanceof Rule.Baseline baseline) {
            return reading.quantities().containsKey(baseline.parameter());
        }
        if (rule instanceof Rule.OutOfCharacter character) {
            return reading.quantities().containsKey(character.parameter());
        }
        if (rule instanceof Rule.NightSignal) {
            return reading.kind() == Kind.RESTING_HEART_RATE;
        }
        return rule instanceof Rule.DeviceFault fault && fault.times() > 1 && reading.kind() == fault.kind();
    }

    /** With one more reading, in place of an earlier revision of it, if a rule of the plan looks back at such. */
    Series with(CarePlan plan, Reading reading) {
        Observation added = Observation.unjudged(reading, plan.spo2Scale());
        Instant oldest = added.receivedAt().minus(Timing.HORIZON);
        if (plan.rules().stream().noneMatch(rule -> isOf(rule, added))
                || added.effectiveTime().isBefore(oldest)
                || isAnyOf(added.reading(), added.revision() + 1)) {
            return this;
        }
        List<Observation> all = new ArrayList<>(values.size() + 1);
        int newer = 0;
        for (int i = firstFrom(oldest); i < values.size(); i++) {
            Observation known = values.get(i);
            if (!known.reading().equals(added.reading())) {
                all.add(known);
                newer = OLDEST_FIRST.compare(known, added) < 0 ? 0 : newer + 1;
            }
        }
        all.add(all.size() - newer, added);
        return new Series(all.subList(Math.max(0, all.size() - MOST_VALUES), all.size()));
    }

    /** Whether this reading, or a later revision of it, is among the values. */
    boolean knows(Observation reading) {
        return isAnyOf(reading.reading(), reading.revision());
    }

    /** Whether a revision of this reading is among the values, this one or a later one. */
    private boolean isAnyOf(String reading, int revision) {
        for (int i = values.size() - 1; i >= 0; i--) {
            Observation known = values.get(i);
            if (known.reading().equals(reading) && known.revision() >= revision) {
                return true;
            }
        }
        return false;
    }

    Series without(String reading) {
        return values.stream().noneMatch(known -> known.reading().equals(reading))
                ? this
                : new Series(values.stream()
                        .filter(known -> !known.reading().equals(reading))
                        .toList());
    }

    /** The values that a rule judges by this one among others: those after it, as far as the rule looks back. */
    List<Observation> judgedBy(Rule rule, Observation changed) {
        Instant last = changed.effectiveTime().plus(lookBack(rule));
        List<Observation> found = new ArrayList<>();
        for (int i = firstFrom(changed.effectiveTime()); i < values.size(); i++) {
            Observation value = values.get(i);
            if (value.effectiveTime().isAfter(last)) {
                break;
            }
            if (OLDEST_FIRST.compare(value, changed) > 0 && isOf(rule, value)) {
                found.add(value);
            }
        }
        return found;
    }

    /** The values next to this one that the rule looks at: one before, one after, where there are such. */
    List<Observation> beside(Rule rule, Observation value) {
        List<Observation> beside = new ArrayList<>();
        List<Observation> ofRule =
                values.stream().filter(other -> isOf(rule, other)).toList();
        for (int i = 0; i < ofRule.size(); i++) {
            if (ofRule.get(i).reading().equals(value.reading())) {
                beside.addAll(ofRule.subList(Math.max(0, i - 1), i));
                beside.addAll(ofRule.subList(i + 1, Math.min(ofRule.size(), i + 2)));
            }
        }
        return beside;
    }

    /** Readings a rule looks back at, up to this one and with it. */
    List<Observation> upTo(Rule rule, Observation now, Instant from) {
        return upTo(rule, now, from, reading -> true);
    }

    /** As {@link #upTo}, and only those whose values nobody doubts. */
    List<Observation> trustedUpTo(Rule rule, Observation now) {
        return upTo(rule, now, now.effectiveTime().minus(lookBack(rule)), Observation::isTrusted);
    }

    private List<Observation> upTo(Rule rule, Observation now, Instant from, Predicate<Observation> wanted) {
        List<Observation> found = new ArrayList<>(values.size());
        for (int i = firstFrom(from); i < values.size() && OLDEST_FIRST.compare(values.get(i), now) <= 0; i++) {
            Observation value = values.get(i);
            if (isOf(rule, value) && wanted.test(value)) {
                found.add(value);
            }
        }
        return found;
    }

    /** Index of the oldest value taken at this time or later. */
    private int firstFrom(Instant time) {
        int low = 0;
        int high = values.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values.get(middle).effectiveTime().isBefore(time)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    static Sample sample(Observation observation, Parameter parameter) {
        return new Sample(
                observation.effectiveTime(), value(observation, parameter).orElseThrow());
    }

    static Optional<BigDecimal> value(Observation observation, Parameter parameter) {
        return Optional.ofNullable(observation.quantities().get(parameter));
    }
}
