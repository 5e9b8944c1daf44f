package io.derwent.clinical;

import io.derwent.model.Limit;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/** What the rules that look back say about one reading, given the values before it. A later value never changes that. */
final class SeriesJudgement {
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
        if (rule instanceof Rule.OutOfCharacter character) {
            return OutOfCharacter.of(character, now, series);
        }
        if (!now.isTrusted()) {
            return Judgement.IN_BETWEEN;
        }
        if (rule instanceof Rule.Change change) {
            return change(change, now, series);
        }
        return rule instanceof Rule.Baseline baseline
                ? BaselineJudgement.of(baseline, now, series)
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
                .min(Comparator.comparing(
                        value -> Series.value(value, parameter).orElseThrow()))
                .filter(least -> allowed.isTooMuch(gain(parameter, least, now)));
    }

    private static BigDecimal gain(Parameter parameter, Observation least, Observation now) {
        return Series.value(now, parameter)
                .orElseThrow()
                .subtract(Series.value(least, parameter).orElseThrow());
    }

    private static Judgement average(Rule.Average rule, Observation now, Series series) {
        Instant from = UkDays.start(UkDays.of(now.effectiveTime()).minusDays(Series.AVERAGED_DAYS - 1L));
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
}
