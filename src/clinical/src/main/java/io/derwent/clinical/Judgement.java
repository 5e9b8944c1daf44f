package io.derwent.clinical;

import io.derwent.model.Limit;
import io.derwent.model.Mark;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What a rule says about one reading, without regard to any other.
 *
 * @param grade   0 for a breach, 1 and up for one of the rule's higher grades; {@link Observation#IN_RANGE} otherwise
 * @param extreme whether it is so far out that no repeat is asked first
 */
record Judgement(Outcome outcome, int grade, boolean extreme) {
    enum Outcome {
        /** The rule needs something the reading does not carry. */
        NOT_CONCERNED,
        /** Neither a breach nor far enough from one to clear an episode. */
        IN_BETWEEN,
        IN_RANGE,
        BREACH
    }

    private static final Judgement NOT_CONCERNED = new Judgement(Outcome.NOT_CONCERNED, Observation.IN_RANGE, false);
    private static final Judgement IN_BETWEEN = new Judgement(Outcome.IN_BETWEEN, Observation.IN_RANGE, false);
    private static final Judgement IN_RANGE = new Judgement(Outcome.IN_RANGE, Observation.IN_RANGE, false);

    static Judgement of(Rule rule, Reading reading, int spo2Scale) {
        if (rule instanceof Rule.Threshold threshold) {
            return of(threshold, reading);
        }
        return of((Rule.Score) rule, reading, spo2Scale);
    }

    private static Judgement of(Rule.Threshold rule, Reading reading) {
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
                    return new Judgement(Outcome.BREACH, grade, extreme);
                }
            }
            if (extreme || isBreached(rule.anyOf(), quantities)) {
                return new Judgement(Outcome.BREACH, 0, extreme);
            }
        }
        boolean inRange = ruledOut || (rule.clearWhen().isEmpty() ? applies : allMet(rule.clearWhen(), quantities));
        // A doubtful value may raise concern, but must not take concern away.
        return inRange && !reading.marks().contains(Mark.DOUBTFUL) ? IN_RANGE : IN_BETWEEN;
    }

    private static Judgement of(Rule.Score rule, Reading reading, int spo2Scale) {
        if (reading.kind() != io.derwent.model.Kind.OBSERVATION_SET) {
            return NOT_CONCERNED;
        }
        News2.Result result = News2.score(reading.quantities(), reading.findings(), spo2Scale);
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
            return new Judgement(Outcome.BREACH, grade(rule, known), false);
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

    /** The limits of the rule this observation meets, as text; for scores none. */
    static List<String> limitsMet(Rule rule, Observation observation) {
        if (!(rule instanceof Rule.Threshold threshold) || !observation.isBreach()) {
            return List.of();
        }
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
