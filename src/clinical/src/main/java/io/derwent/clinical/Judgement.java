package io.derwent.clinical;

import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Limit;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a rule says about one reading, without regard to any other.
 *
 * @param grade   0 for a breach, 1 and up for one of the rule's higher grades; {@link Observation#IN_RANGE} otherwise
 * @param extreme whether it is so far out that no repeat is asked first
 * @param reasons of a breach, what makes it one, where that is not a limit on the reading itself
 * @param basis   of a breach, the readings it is judged by besides itself
 */
record Judgement(Outcome outcome, int grade, boolean extreme, List<String> reasons, List<Observation> basis) {
    enum Outcome {
        /** The rule needs something the reading does not carry. */
        NOT_CONCERNED,
        /** Neither a breach nor far enough from one to clear an episode. */
        IN_BETWEEN,
        IN_RANGE,
        BREACH
    }

    static final Judgement NOT_CONCERNED = without(Outcome.NOT_CONCERNED);
    static final Judgement IN_BETWEEN = without(Outcome.IN_BETWEEN);
    static final Judgement IN_RANGE = without(Outcome.IN_RANGE);

    private static Judgement without(Outcome outcome) {
        return new Judgement(outcome, Observation.IN_RANGE, false, List.of(), List.of());
    }

    private static Judgement breach(int grade, boolean extreme) {
        return new Judgement(Outcome.BREACH, grade, extreme, List.of(), List.of());
    }

    static Judgement breach(int grade, List<String> reasons, List<Observation> basis) {
        return new Judgement(Outcome.BREACH, grade, false, List.copyOf(reasons), List.copyOf(basis));
    }

    /** For one more reason. */
    Judgement also(String reason) {
        return new Judgement(
                outcome,
                grade,
                extreme,
                Stream.concat(reasons.stream(), Stream.of(reason)).toList(),
                basis);
    }

    /** {@code series} has the values before this reading, for the rules that look back, and the reading itself. */
    static Judgement of(Rule rule, Observation reading, Series series) {
        if (rule instanceof Rule.Threshold threshold) {
            return of(threshold, reading);
        }
        if (rule instanceof Rule.Score score) {
            return of(score, reading);
        }
        if (rule instanceof Rule.SoftSigns signs) {
            return of(signs, reading);
        }
        if (rule instanceof Rule.DeviceFault fault && fault.times() <= 1) {
            return of(fault, reading);
        }
        return SeriesJudgement.of(rule, reading, series);
    }

    private static Judgement of(Rule.Threshold rule, Observation reading) {
        Map<Parameter, BigDecimal> quantities = reading.quantities();
        if (!isConcerned(rule, quantities)) {
            return NOT_CONCERNED;
        }
        boolean applies = rule.onlyWhen().isEmpty()
                || rule.onlyWhen().stream()
                        .allMatch(condition ->
                                condition.word().equals(reading.findings().get(condition.finding())));
        boolean ruledOut = !applies
                && rule.onlyWhen().stream()
                        .allMatch(condition -> reading.findings().containsKey(condition.finding()));
        if (applies) {
            boolean extreme = anyMet(rule.extreme(), quantities);
            for (int grade = rule.higher().size(); grade > 0; grade--) {
                if (isBreached(rule.higher().get(grade - 1).anyOf(), quantities)) {
                    return breach(grade, extreme);
                }
            }
            if (extreme || isBreached(rule.anyOf(), quantities)) {
                return breach(0, extreme);
            }
        }
        boolean inRange = ruledOut || (rule.clearWhen().isEmpty() ? applies : allMet(rule.clearWhen(), quantities));
        // A doubtful value may raise concern, but must not take concern away.
        return inRange && reading.isTrusted() ? IN_RANGE : IN_BETWEEN;
    }

    private static Judgement of(Rule.Score rule, Observation reading) {
        if (reading.kind() != Kind.OBSERVATION_SET) {
            return NOT_CONCERNED;
        }
        News2.Result result = News2.score(reading.quantities(), reading.findings(), reading.spo2Scale());
        boolean judged =
                switch (rule.sets()) {
                    case ALL -> true;
                    case COMPLETE -> result.isComplete();
                    case PARTIAL -> !result.isComplete();
                };
        int known = result.lowerBound();
        boolean inBand = known >= rule.atLeast() && known <= rule.atMost();
        boolean three = rule.anySingleThree() && result.anySingleThree() && known <= rule.atMost();
        if (judged && (inBand || three)) {
            return breach(grade(rule, known), false);
        }
        boolean mayBeWorse =
                result.upperBound() >= rule.atLeast() || (rule.anySingleThree() && result.anySingleThree());
        boolean mayHideThree = rule.anySingleThree() && !result.isComplete();
        return mayBeWorse || mayHideThree ? IN_BETWEEN : IN_RANGE;
    }

    private static int grade(Rule.Score rule, int known) {
        for (int grade = rule.higher().size(); grade > 0; grade--) {
            if (known >= rule.higher().get(grade - 1).atLeast()) {
                return grade;
            }
        }
        return 0;
    }

    private static Judgement of(Rule.SoftSigns rule, Observation reading) {
        if (reading.kind() != Kind.SOFT_SIGNS) {
            return NOT_CONCERNED;
        }
        List<String> signs = reading.findings().entrySet().stream()
                .filter(answer -> answer.getValue().equals(Finding.YES))
                .map(answer -> answer.getKey().code())
                .sorted()
                .toList();
        if (signs.size() >= rule.atLeast()) {
            return breach(grade(rule, signs.size()), signs, List.of());
        }
        boolean allAnswered =
                reading.findings().size() == Kind.SOFT_SIGNS.fields().size();
        return signs.isEmpty() && allAnswered ? IN_RANGE : IN_BETWEEN;
    }

    private static int grade(Rule.SoftSigns rule, int signs) {
        for (int grade = rule.higher().size(); grade > 0; grade--) {
            if (signs >= rule.higher().get(grade - 1).atLeast()) {
                return grade;
            }
        }
        return 0;
    }

    private static Judgement of(Rule.DeviceFault rule, Observation reading) {
        if (reading.kind() != rule.kind()) {
            return NOT_CONCERNED;
        }
        return isFault(rule, reading) ? breach(0, faults(rule, reading), List.of()) : IN_RANGE;
    }

    static boolean isFault(Rule.DeviceFault rule, Observation reading) {
        return !faults(rule, reading).isEmpty();
    }

    static List<String> faults(Rule.DeviceFault rule, Observation reading) {
        return Stream.concat(
                        rule.marks().stream().filter(reading.marks()::contains).map(Mark::code),
                        rule.findings().stream()
                                .filter(condition -> condition
                                        .word()
                                        .equals(reading.findings().get(condition.finding())))
                                .map(condition -> condition.finding().code() + " " + condition.word()))
                .toList();
    }

    /** What makes this observation a breach, as text; for scores, which tell it by their parts, none. */
    static List<String> reasons(Rule rule, Observation observation, Series series) {
        return told(rule, observation, series).reasons();
    }

    /** Of an observation that was judged before, what makes it a breach, for people: the limits it met, too. */
    static Judgement told(Rule rule, Observation observation, Series series) {
        if (!observation.isBreach()) {
            return NOT_CONCERNED;
        }
        return rule instanceof Rule.Threshold threshold
                ? breach(observation.grade(), limitsMet(threshold, observation), List.of())
                : of(rule, observation, series);
    }

    private static List<String> limitsMet(Rule.Threshold threshold, Observation observation) {
        Map<Parameter, BigDecimal> quantities = observation.quantities();
        List<List<Limit>> alternatives = observation.grade() > 0
                        && observation.grade() <= threshold.higher().size()
                ? threshold.higher().get(observation.grade() - 1).anyOf()
                : threshold.anyOf();
        List<Limit> met = alternatives.stream()
                .filter(all -> allMet(all, quantities))
                .flatMap(List::stream)
                .toList();
        List<Limit> extreme = threshold.extreme().stream()
                .filter(limit -> isMet(limit, quantities))
                .toList();
        return (extreme.isEmpty() ? met : extreme).stream().map(Limit::toString).toList();
    }

    // Loops, not streams: every rule of a patient asks these of every reading.

    private static boolean isConcerned(Rule.Threshold rule, Map<Parameter, BigDecimal> quantities) {
        for (List<Limit> all : rule.anyOf()) {
            for (Limit limit : all) {
                if (quantities.containsKey(limit.parameter())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isBreached(List<List<Limit>> anyOf, Map<Parameter, BigDecimal> quantities) {
        for (List<Limit> all : anyOf) {
            if (allMet(all, quantities)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allMet(List<Limit> limits, Map<Parameter, BigDecimal> quantities) {
        for (Limit limit : limits) {
            if (!isMet(limit, quantities)) {
                return false;
            }
        }
        return true;
    }

    private static boolean anyMet(List<Limit> limits, Map<Parameter, BigDecimal> quantities) {
        for (Limit limit : limits) {
            if (isMet(limit, quantities)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMet(Limit limit, Map<Parameter, BigDecimal> quantities) {
        BigDecimal value = quantities.get(limit.parameter());
        return value != null && limit.isMetBy(value);
    }
}
