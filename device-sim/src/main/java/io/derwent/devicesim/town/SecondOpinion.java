package io.derwent.devicesim.town;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What rules that look back must find in the values of a story, worked out from their sources' own words. As
 * {@link News2Table} it shares no code with the product. Only for stories: values whole, in order, none doubtful, pressures in
 * pairs two minutes apart.
 */
final class SecondOpinion {
    private static final ZoneId HOME = ZoneId.of("Europe/London");
    private static final int NOON = 12;
    private static final int DAYS_OF_A_SERIES = 7;
    private static final int FULL_DAYS_NEEDED = 4;

    private SecondOpinion() {}

    /** A weight in tenths of a kilogram, or a resting heart rate. */
    record Value(Instant at, int value) {
        LocalDate day() {
            return at.atZone(HOME).toLocalDate();
        }
    }

    /** A blood pressure in mmHg. */
    record Pressure(Instant at, int systolic, int diastolic) {
        LocalDate day() {
            return at.atZone(HOME).toLocalDate();
        }

        private String session() {
            ZonedDateTime time = at.atZone(HOME);
            return time.toLocalDate() + (time.getHour() < NOON ? " morning" : " evening");
        }
    }

    /** Rules of heart failure that the last of these weights breaches: HF-01, HF-02, HF-03. */
    static List<String> ofWeights(List<Value> weights) {
        List<String> rules = new ArrayList<>();
        if (gainHundredths(weights, 3) > 200) {
            rules.add("HF-01");
        }
        if (gainHundredths(weights, 1) > 136) {
            rules.add("HF-02");
        }
        if (gainHundredths(weights, 1) > 91 || gainHundredths(weights, 7) > 227) {
            rules.add("HF-03");
        }
        return rules;
    }

    /** The last weight less the least of so many days before its day and since, in hundredths of a kilogram. */
    private static int gainHundredths(List<Value> weights, int days) {
        Value last = weights.get(weights.size() - 1);
        int least = weights.stream()
                .filter(weight -> !weight.day().isBefore(last.day().minusDays(days)))
                .mapToInt(Value::value)
                .min()
                .orElse(last.value());
        return (last.value() - least) * 10;
    }

    /** Rules of hypertension that the last of these pressures breaches by the average of its seven days: BP-01, BP-02. */
    static List<String> ofPressures(List<Pressure> pressures) {
        LocalDate last = pressures.get(pressures.size() - 1).day();
        Map<String, List<Pressure>> sessions = pressures.stream()
                .filter(pressure -> pressure.day().isAfter(last.minusDays(DAYS_OF_A_SERIES)))
                .collect(Collectors.groupingBy(Pressure::session, LinkedHashMap::new, Collectors.toList()));
        sessions.values().removeIf(session -> session.size() < 2);
        Map<LocalDate, List<List<Pressure>>> days = sessions.values().stream()
                .collect(Collectors.groupingBy(session -> session.get(0).day()));
        if (days.values().stream().filter(day -> day.size() == 2).count() < FULL_DAYS_NEEDED) {
            return List.of();
        }
        LocalDate first = pressures.stream()
                .map(Pressure::day)
                .filter(day -> day.isAfter(last.minusDays(DAYS_OF_A_SERIES)))
                .min(LocalDate::compareTo)
                .orElseThrow();
        List<Pressure> used = sessions.values().stream()
                .flatMap(List::stream)
                .filter(pressure -> pressure.day().isAfter(first))
                .toList();
        double systolic = used.stream().mapToInt(Pressure::systolic).average().orElse(0);
        double diastolic = used.stream().mapToInt(Pressure::diastolic).average().orElse(0);
        if (systolic >= 150 || diastolic >= 95) {
            return List.of("BP-02");
        }
        return systolic >= 135 || diastolic >= 85 ? List.of("BP-01") : List.of();
    }

    /** Rules of a wearable that the last of these nights, none of them missing, breaches: WR-01, WR-02. */
    static List<String> ofNights(List<Value> nights) {
        if (nights.size() < 2) {
            return List.of();
        }
        int above = Math.min(aboveUsual(nights), aboveUsual(nights.subList(0, nights.size() - 1)));
        if (above >= 4) {
            return List.of("WR-01");
        }
        return above == 3 ? List.of("WR-02") : List.of();
    }

    /** The last night above the median, cut, of all nights so far, itself included. */
    private static int aboveUsual(List<Value> nights) {
        int[] sorted = nights.stream().mapToInt(Value::value).sorted().toArray();
        int upper = sorted[sorted.length / 2];
        int median = sorted.length % 2 == 1 ? upper : (sorted[sorted.length / 2 - 1] + upper) / 2;
        return nights.get(nights.size() - 1).value() - median;
    }
}
