package io.derwent.clinical;

import io.derwent.model.Limit;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.model.Rule.Baseline.Direction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What the rules that look back say about one reading, given the values before it. A later value never changes that. */
final class SeriesJudgement {
    private static final int WEEK = 7;
    private static final int AVERAGED_DAYS = 7;
    private static final BigDecimal ONE_UNIT = BigDecimal.ONE;

    private SeriesJudgement() {}

    static Judgement of(Rule rule, Observation now, Series series) {
        if (!Series.isOf(rule, now)) {
            return Judgement.NOT_CONCERNED;
        }
        if (rule instanceof Rule.Average average) {
            return average(average, now, series);
        }
        if (rule instanceof Rule.DeviceFault fault) {
            return repeatedFault(fault, now, series);
        }
        if (!now.isTrusted()) {
            return Judgement.IN_BETWEEN;
        }
        if (rule instanceof Rule.Change change) {
            return change(change, now, series);
        }
        return rule instanceof Rule.Baseline baseline
                ? baseline(baseline, now, series)
                : nights((Rule.NightSignal) rule, now, series);
    }

    private static Judgement change(Rule.Change rule, Observation now, Series series) {
        List<Observation> values = series.trustedUpTo(rule, now);
        List<String> reasons = new ArrayList<>();
        List<Observation> basis = new ArrayList<>();
        for (Rule.Rise rise : rule.anyOf()) {
            risen(rule.parameter(), rise, now, values).ifPresent(least -> {
                basis.add(least);
                reasons.add("%s up %s %s from %s, more than %s within %s"
                        .formatted(
                                rule.parameter().code(),
                                gain(rule.parameter(), least, now).toPlainString(),
                                rule.parameter().ucum(),
                                Series.value(least, rule.parameter())
                                        .orElseThrow()
                                        .toPlainString(),
                                rise.above().toPlainString(),
                                rise.days() == 1 ? "a day" : rise.days() + " days"));
            });
        }
        if (!reasons.isEmpty()) {
            return Judgement.breach(0, reasons, basis);
        }
        return risen(rule.parameter(), rule.clear(), now, values).isPresent()
                ? Judgement.IN_BETWEEN
                : Judgement.IN_RANGE;
    }

    /** The value it has risen from, if by more than allowed. */
    private static Optional<Observation> risen(
            Parameter parameter, Rule.Rise rise, Observation now, List<Observation> values) {
        WeightGain allowed = new WeightGain(rise.above(), rise.days());
        Instant from = allowed.since(now.effectiveTime());
        return values.stream()
                .filter(value -> !value.effectiveTime().isBefore(from)
                        && value.effectiveTime().isBefore(now.effectiveTime()))
                .min(java.util.Comparator.comparing(
                        value -> Series.value(value, parameter).orElseThrow()))
                .filter(least -> allowed.isTooMuch(gain(parameter, least, now)));
    }

    private static BigDecimal gain(Parameter parameter, Observation least, Observation now) {
        return Series.value(now, parameter)
                .orElseThrow()
                .subtract(Series.value(least, parameter).orElseThrow());
    }

    private static Judgement average(Rule.Average rule, Observation now, Series series) {
        Instant from = UkDays.start(UkDays.of(now.effectiveTime()).minusDays(AVERAGED_DAYS - 1));
        List<Observation> readings = series.upTo(rule, now, from);
        HomeBloodPressureAverage average = HomeBloodPressureAverage.of(readings.stream()
                .map(reading -> new HomeBloodPressureAverage.BloodPressure(
                        reading.effectiveTime(),
                        new Measurement(reading.kind(), reading.quantities(), reading.findings()),
                        reading.isFaulty()))
                .toList());
        if (!average.isComplete()) {
            return Judgement.NOT_CONCERNED;
        }
        List<Limit> met =
                rule.anyOf().stream().filter(limit -> isMet(limit, average)).toList();
        if (rule.unless().stream().anyMatch(limit -> isMet(limit, average))) {
            return Judgement.IN_BETWEEN;
        }
        if (met.isEmpty()) {
            return Judgement.IN_RANGE;
        }
        List<Observation> used = new ArrayList<>();
        for (int i = 0; i < readings.size(); i++) {
            if (average.uses().get(i) == HomeBloodPressureAverage.Use.USED) {
                used.add(readings.get(i));
            }
        }
        String mean = "mean %s/%s of %d readings on %d full days, the first day left out"
                .formatted(
                        average.systolic().orElseThrow(),
                        average.diastolic().orElseThrow(),
                        average.count(),
                        average.fullDays());
        List<String> reasons = new ArrayList<>(List.of(mean));
        met.forEach(limit -> reasons.add("mean " + limit));
        return Judgement.breach(0, reasons, used);
    }

    /** Sums are compared with as many times the bound, so that no mean is rounded. */
    private static boolean isMet(Limit limit, HomeBloodPressureAverage average) {
        BigDecimal sum = limit.parameter() == Parameter.SYSTOLIC_BP ? average.systolicSum() : average.diastolicSum();
        BigDecimal bound = limit.bound().multiply(BigDecimal.valueOf(average.count()));
        return new Limit(limit.parameter(), limit.comparison(), bound).isMetBy(sum);
    }

    private static Judgement repeatedFault(Rule.DeviceFault rule, Observation now, Series series) {
        List<Observation> faulty = series.upTo(rule, now, now.effectiveTime().minus(rule.within())).stream()
                .filter(reading -> Judgement.isFault(rule, reading))
                .toList();
        if (!Judgement.isFault(rule, now)) {
            return faulty.isEmpty() ? Judgement.IN_RANGE : Judgement.IN_BETWEEN;
        }
        return faulty.size() < rule.times()
                ? Judgement.IN_BETWEEN
                : Judgement.breach(
                        0,
                        List.of("%s on %d readings within %d days"
                                .formatted(
                                        String.join(", ", Judgement.faults(rule, now)),
                                        faulty.size(),
                                        rule.within().toDays())),
                        faulty);
    }

    private static Judgement baseline(Rule.Baseline rule, Observation now, Series series) {
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

    private static final BigDecimal LEAST_WEAR_MINUTES = BigDecimal.valueOf(600);

    private static Judgement nights(Rule.NightSignal rule, Observation now, Series series) {
        List<Observation> nights = series.trustedUpTo(rule, now);
        Map<LocalDate, BigDecimal> means = new HashMap<>();
        for (Observation night : nights) {
            means.put(
                    UkDays.of(night.effectiveTime()),
                    Series.value(night, Parameter.RESTING_HEART_RATE).orElseThrow());
        }
        NavigableMap<LocalDate, NightSignal.Level> levels = NightSignal.levels(means);
        NightSignal.Level level = levels.get(UkDays.of(now.effectiveTime()));
        NightSignal.Level asked =
                switch (rule.level()) {
                    case YELLOW -> NightSignal.Level.YELLOW;
                    case RED -> NightSignal.Level.RED;
                };
        if (level == asked) {
            return Judgement.breach(
                    0,
                    List.of("resting_heart_rate above its usual on two nights"),
                    nights.subList(Math.max(0, nights.size() - 2), nights.size()));
        }
        return level == NightSignal.Level.NONE ? Judgement.IN_RANGE : Judgement.IN_BETWEEN;
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
