package io.derwent.clinical;

import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is usual for one person: the median of recent days and how far values stray from it, by measures that single wild
 * values do not move. All figures are proposals for the clinical owner.
 *
 * <p>Recent are the 28 days (or as few as 14) before the day of the value judged, without the two just before it, so that
 * what begins does not hide itself. Fewer than seven values there make no baseline. Days are those of
 * {@link UkDays}.
 *
 * @param median of the values
 * @param sigma  1.4826 times the median absolute deviation, which for normal values is their standard deviation; above 0
 */
public record RobustBaseline(BigDecimal median, BigDecimal sigma) {
    public static final int SHORTEST_DAYS = 14;
    public static final int LONGEST_DAYS = 28;

    private static final int NEWEST_DAYS_LEFT_OUT = 2;
    private static final int FEWEST_VALUES = 7;
    private static final BigDecimal SIGMA_PER_MAD = new BigDecimal("1.4826");

    /**
     * Of the values around a time; order does not matter.
     *
     * @param at       when the value to be judged was taken
     * @param days     how far back, {@link #SHORTEST_DAYS} to {@link #LONGEST_DAYS}
     * @param madFloor least median absolute deviation, so that a very steady series does not make a sensation of nothing
     * @return empty where there are too few values, or where all are alike and the floor is 0
     * @throws IllegalArgumentException if days are out of range
     */
    public static Optional<RobustBaseline> of(Collection<Sample> series, Instant at, int days, BigDecimal madFloor) {
        LocalDate day = UkDays.of(at);
        Instant from = from(day, checked(days));
        Instant to = to(day);
        return ofRising(
                series.stream()
                        .filter(sample ->
                                !sample.time().isBefore(from) && sample.time().isBefore(to))
                        .map(Sample::value)
                        .sorted()
                        .toList(),
                madFloor);
    }

    static int checked(int days) {
        if (days < SHORTEST_DAYS || days > LONGEST_DAYS) {
            throw new IllegalArgumentException(
                    "days is %d, %d to %d are expected".formatted(days, SHORTEST_DAYS, LONGEST_DAYS));
        }
        return days;
    }

    /** From when on values stand for what is usual on that day. */
    static Instant from(LocalDate day, int days) {
        return UkDays.start(day.minusDays(days));
    }

    /** Up to when they do. */
    static Instant to(LocalDate day) {
        return UkDays.start(day.minusDays(NEWEST_DAYS_LEFT_OUT));
    }

    /** Of the values that stand for what is usual, the values rising. */
    static Optional<RobustBaseline> ofRising(List<BigDecimal> values, BigDecimal madFloor) {
        if (values.size() < FEWEST_VALUES) {
            return Optional.empty();
        }
        BigDecimal median = Median.ofSorted(values);
        BigDecimal mad = Median.deviationOfSorted(values, median).max(madFloor);
        return mad.signum() == 0 ? Optional.empty() : Optional.of(around(median, mad));
    }

    /** Of a median and a median absolute deviation above 0. */
    static RobustBaseline around(BigDecimal median, BigDecimal mad) {
        return new RobustBaseline(median, mad.multiply(SIGMA_PER_MAD));
    }

    /** The floor proposed for this parameter, in its unit; empty where none is. */
    public static Optional<BigDecimal> madFloor(Parameter parameter) {
        return switch (parameter) {
            case PULSE_RATE, RESTING_HEART_RATE -> Optional.of(new BigDecimal("1.5"));
            case BODY_WEIGHT -> Optional.of(new BigDecimal("0.3"));
            case SYSTOLIC_BP -> Optional.of(new BigDecimal("6"));
            case DIASTOLIC_BP,
                    MEAN_BP,
                    SPO2,
                    RESPIRATORY_RATE,
                    BODY_TEMPERATURE,
                    BLOOD_GLUCOSE,
                    STEPS,
                    WEAR_TIME,
                    SLEEP_TIME -> Optional.empty();
        };
    }

    /** How many sigmas a value lies above the median, to 16 digits. */
    public BigDecimal z(BigDecimal value) {
        return value.subtract(median).divide(sigma, MathContext.DECIMAL64);
    }
}
