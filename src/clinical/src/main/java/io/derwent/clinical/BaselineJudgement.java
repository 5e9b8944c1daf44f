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
        List<Sample> samples = samples(rule, values);
        int first = values.size() - rule.consecutive();
        if (first < 0) {
            return Judgement.NOT_CONCERNED;
        }
        List<String> reasons = new ArrayList<>();
        for (Observation value : values.subList(first, values.size())) {
            Optional<RobustBaseline> usual = usual(rule, samples, value.effectiveTime());
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
        Instant now = samples.get(samples.size() - 1).time();
        Instant from = UkDays.start(UkDays.of(now).minusDays(rule.days()));
        Ewma ewma = Ewma.START;
        Cusum up = Cusum.START;
        Cusum down = Cusum.START;
        boolean judged = false;
        for (Sample sample : samples) {
            Optional<RobustBaseline> usual =
                    sample.time().isBefore(from) ? Optional.empty() : usual(rule, samples, sample.time());
            judged = usual.isPresent();
            if (judged) {
                BigDecimal z = usual.get().z(sample.value());
                ewma = ewma.next(z);
                up = up.next(z);
                down = down.next(z.negate());
            }
        }
        if (!judged) {
            return Judgement.NOT_CONCERNED;
        }
        boolean beyond = rule.method() == Rule.Baseline.Method.EWMA
                ? ewma.isBeyond(rule.by())
                        && along(rule.direction(), ewma.average()).signum() > 0
                : (rule.direction() != Direction.DOWN && up.isAbove(rule.by()))
                        || (rule.direction() != Direction.UP && down.isAbove(rule.by()));
        if (!beyond) {
            return Judgement.IN_RANGE;
        }
        BigDecimal median = usual(rule, samples, now).orElseThrow().median();
        String reason = "%s has stayed %s its usual %s"
                .formatted(
                        rule.parameter().code(),
                        ewma.average().signum() > 0 ? "above" : "below",
                        median.toPlainString());
        return Judgement.breach(0, List.of(reason), values.subList(Math.max(0, values.size() - WEEK), values.size()));
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
                .toList();
        if (week.size() < WEEK || before.size() < rule.days() / 2) {
            return Judgement.NOT_CONCERNED;
        }
        BigDecimal mean = week.stream()
                .map(value -> Series.value(value, rule.parameter()).orElseThrow())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(week.size()), MathContext.DECIMAL64);
        BigDecimal median = Median.of(before);
        BigDecimal mad = Median.of(
                before.stream().map(value -> value.subtract(median).abs()).toList());
        RobustBaseline usual = RobustBaseline.around(median, mad.max(ONE_UNIT));
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

    private static Optional<RobustBaseline> usual(Rule.Baseline rule, List<Sample> samples, Instant at) {
        return RobustBaseline.of(
                samples,
                at,
                rule.days(),
                RobustBaseline.madFloor(rule.parameter()).orElse(ONE_UNIT));
    }

    private static List<Sample> samples(Rule.Baseline rule, List<Observation> values) {
        return values.stream()
                .map(value -> Series.sample(value, rule.parameter()))
                .toList();
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
