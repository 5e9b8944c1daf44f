package io.derwent.clinical;

import io.derwent.model.Severity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How much two plans raise of the same readings, added up over patients.
 *
 * @param patients   how many were compared
 * @param watched    how long each was looked at, together; each at least a day, so that an alert in the first minutes of a
 *     plan does not look like hundreds a day
 * @param alerts     raised under the plans as they are, and with the change
 * @param prompts    how often patients were asked to measure again
 * @param byRule     alerts, by id of the rule
 * @param bySeverity alerts, by the highest severity they reached
 * @param byDay      alerts, by the day on which they were raised; days without any are left out
 */
public record Comparison(
        int patients,
        Duration watched,
        Pair alerts,
        Pair prompts,
        Map<String, Pair> byRule,
        Map<Severity, Pair> bySeverity,
        Map<LocalDate, Pair> byDay) {
    /** Nobody yet. */
    public static final Comparison NONE =
            new Comparison(0, Duration.ZERO, Pair.NONE, Pair.NONE, Map.of(), Map.of(), Map.of());

    private static final BigDecimal SECONDS_A_DAY =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());
    private static final int DECIMALS = 3;

    /** A number under the plans as they are, and with the change. */
    public record Pair(int before, int after) {
        static final Pair NONE = new Pair(0, 0);

        Pair plus(Pair other) {
            return new Pair(before + other.before, after + other.after);
        }
    }

    public Comparison {
        byRule = Collections.unmodifiableMap(new TreeMap<>(byRule));
        bySeverity = Collections.unmodifiableMap(new TreeMap<>(bySeverity));
        byDay = Collections.unmodifiableMap(new TreeMap<>(byDay));
    }

    /** With one more patient; both rehearsals are of the same span. */
    public Comparison with(Rehearsal before, Rehearsal after) {
        return new Comparison(
                patients + 1,
                watched.plus(atLeastADay(Duration.between(before.from(), before.to()))),
                alerts.plus(new Pair(before.alerts().size(), after.alerts().size())),
                prompts.plus(new Pair(before.prompts(), after.prompts())),
                added(new TreeMap<>(byRule), before, after, Rehearsal.Alert::rule),
                added(new TreeMap<>(bySeverity), before, after, Rehearsal.Alert::severity),
                added(new TreeMap<>(byDay), before, after, Rehearsal.Alert::day));
    }

    private static Duration atLeastADay(Duration watched) {
        Duration day = Duration.ofDays(1);
        return watched.compareTo(day) < 0 ? day : watched;
    }

    private static <K> Map<K, Pair> added(
            Map<K, Pair> counts, Rehearsal before, Rehearsal after, Function<Rehearsal.Alert, K> key) {
        count(counts, before.alerts(), key, new Pair(1, 0));
        count(counts, after.alerts(), key, new Pair(0, 1));
        return counts;
    }

    private static <K> void count(
            Map<K, Pair> counts, List<Rehearsal.Alert> alerts, Function<Rehearsal.Alert, K> key, Pair one) {
        alerts.forEach(alert -> counts.merge(key.apply(alert), one, Pair::plus));
    }

    /** Patients times days. */
    public BigDecimal patientDays() {
        return days(watched);
    }

    /** In days, to one decimal place. */
    public static BigDecimal days(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds()).divide(SECONDS_A_DAY, 1, RoundingMode.HALF_UP);
    }

    /** This many of something, a patient and day; 0 of nobody. */
    public BigDecimal perPatientDay(int number) {
        return watched.isZero()
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(number)
                        .multiply(SECONDS_A_DAY)
                        .divide(BigDecimal.valueOf(watched.toSeconds()), DECIMALS, RoundingMode.HALF_UP);
    }
}
