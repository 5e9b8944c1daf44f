package io.derwent.clinical;

import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.model.Rule.Baseline.Direction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rule about what is usual for a person says about one trusted value, given those before it. */
final class BaselineJudgement {
    private static final int WEEK = 7;
    private static final BigDecimal LEAST_WEAR_MINUTES = BigDecimal.valueOf(600);

    /** The floor of the median absolute deviation where none is proposed for a parameter. */
    private static final BigDecimal ONE_UNIT = BigDecimal.ONE;

    private BaselineJudgement() {}

    static Judgement of(Rule.Baseline rule, Observation now, Series series) {
        List<Observation> values = series.trustedUpTo(rule, now);
        return switch (rule.method()) {
            case FROM_MEDIAN, ROBUST_Z -> inARow(rule, values);
            case EWMA, CUSUM -> chart(rule, values);
            case WEEK_SHARE, WEEK_Z -> week(rule, now, values);
        };
    }

    private static Judgement inARow(Rule.Baseline rule, List<Observation> values) {
        int first = values.size() - rule.consecutive();
        if (first < 0) {
            return Judgement.NOT_CONCERNED;
        }
        UsualByDay usualByDay = usualByDay(rule, samples(rule, values));
        List<String> reasons = new ArrayList<>();
        for (Observation value : values.subList(first, values.size())) {
            Optional<RobustBaseline> usual = usualByDay.on(UkDays.of(value.effectiveTime()));
            if (usual.isEmpty()) {
                return Judgement.NOT_CONCERNED;
            }
            BigDecimal measured = Series.value(value, rule.parameter()).orElseThrow();
            BigDecimal from = rule.method() == Rule.Baseline.Method.ROBUST_Z
                    ? usual.get().z(measured)
                    : measured.subtract(usual.get().median());
            if (along(rule.direction(), from).compareTo(rule.by()) < 0) {
                return Judgement.IN_RANGE;
            }
            reasons.add("%s %s, usual %s"
                    .formatted(
                            rule.parameter().code(),
                            measured.toPlainString(),
                            usual.get().median().toPlainString()));
        }
        return Judgement.breach(0, reasons, values.subList(first, values.size()));
    }

    private static Judgement chart(Rule.Baseline rule, List<Observation> values) {
        List<Sample> samples = samples(rule, values);
        UsualByDay usualByDay = usualByDay(rule, samples);
        Instant from =
                UkDays.start(UkDays.of(samples.get(samples.size() - 1).time()).minusDays(rule.days()));
        List<BigDecimal> charted = new ArrayList<>();
        Optional<RobustBaseline> usual = Optional.empty();
        for (Sample sample : samples) {
            if (!sample.time().isBefore(from)) {
                usual = usualByDay.on(UkDays.of(sample.time()));
                usual.ifPresent(known -> charted.add(known.z(sample.value())));
            }
        }
        if (usual.isEmpty()) {
            return Judgement.NOT_CONCERNED;
        }
        boolean beyond = rule.method() == Rule.Baseline.Method.EWMA
                ? isAverageBeyond(rule, average(charted))
                : isSumBeyond(rule, charted);
        if (!beyond) {
            return Judgement.IN_RANGE;
        }
        String reason = "%s has stayed %s its usual %s"
                .formatted(
                        rule.parameter().code(),
                        average(charted).average().signum() > 0 ? "above" : "below",
                        usual.get().median().toPlainString());
        return Judgement.breach(0, List.of(reason), values.subList(Math.max(0, values.size() - WEEK), values.size()));
    }

    private static boolean isAverageBeyond(Rule.Baseline rule, Ewma ewma) {
        return ewma.isBeyond(rule.by())
                && along(rule.direction(), ewma.average()).signum() > 0;
    }

    private static boolean isSumBeyond(Rule.Baseline rule, List<BigDecimal> charted) {
        Cusum up = Cusum.START;
        Cusum down = Cusum.START;
        for (BigDecimal z : charted) {
            up = up.next(z);
            down = down.next(z.negate());
        }
        return (rule.direction() != Direction.DOWN && up.isAbove(rule.by()))
                || (rule.direction() != Direction.UP && down.isAbove(rule.by()));
    }

    private static Ewma average(List<BigDecimal> charted) {
        Ewma ewma = Ewma.START;
        for (BigDecimal z : charted) {
            ewma = ewma.next(z);
        }
        return ewma;
    }

    /** The mean of this value's day and the six before it, against the days before those. */
    private static Judgement week(Rule.Baseline rule, Observation now, List<Observation> values) {
        Instant weekFrom = UkDays.start(UkDays.of(now.effectiveTime()).minusDays(WEEK - 1L));
        List<Observation> week = values.stream()
                .filter(value -> !value.effectiveTime().isBefore(weekFrom) && isWornLongEnough(value))
                .toList();
        List<BigDecimal> before = values.stream()
                .filter(value -> value.effectiveTime().isBefore(weekFrom) && isWornLongEnough(value))
                .map(value -> Series.value(value, rule.parameter()).orElseThrow())
                .sorted()
                .toList();
        if (week.size() < WEEK || before.size() < rule.days() / 2) {
            return Judgement.NOT_CONCERNED;
        }
        BigDecimal mean = week.stream()
                .map(value -> Series.value(value, rule.parameter()).orElseThrow())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(week.size()), MathContext.DECIMAL64);
        BigDecimal median = Median.ofSorted(before);
        RobustBaseline usual = RobustBaseline.around(
                median, Median.deviationOfSorted(before, median).max(ONE_UNIT));
        boolean beyond = rule.method() == Rule.Baseline.Method.WEEK_Z
                ? along(rule.direction(), usual.z(mean)).compareTo(rule.by()) > 0
                : mean.compareTo(median.multiply(rule.by())) < 0;
        if (!beyond) {
            return Judgement.IN_RANGE;
        }
        String reason = "%s %s a day this week, usual %s"
                .formatted(
                        rule.parameter().code(),
                        mean.setScale(0, RoundingMode.HALF_UP).toPlainString(),
                        median.toPlainString());
        return Judgement.breach(0, List.of(reason), week);
    }

    /** A day on which the wearable lay in a drawer says nothing; where wear is not told, it counts as worn. */
    private static boolean isWornLongEnough(Observation day) {
        return Series.value(day, Parameter.WEAR_TIME)
                .map(minutes -> minutes.compareTo(LEAST_WEAR_MINUTES) >= 0)
                .orElse(true);
    }

    private static UsualByDay usualByDay(Rule.Baseline rule, List<Sample> samples) {
        return new UsualByDay(
                samples, rule.days(), RobustBaseline.madFloor(rule.parameter()).orElse(ONE_UNIT));
    }

    private static List<Sample> samples(Rule.Baseline rule, List<Observation> values) {
        List<Sample> samples = new ArrayList<>(values.size());
        for (Observation value : values) {
            samples.add(Series.sample(value, rule.parameter()));
        }
        return samples;
    }

    /** A distance as it counts in this direction: positive when it went that way. */
    private static BigDecimal along(Direction direction, BigDecimal distance) {
        return switch (direction) {
            case UP -> distance;
            case DOWN -> distance.negate();
            case EITHER -> distance.abs();
        };
    }
}
