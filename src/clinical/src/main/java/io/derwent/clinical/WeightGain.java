package io.derwent.clinical;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/**
 * A gain of weight within days, as heart failure teams watch for it: against the least weight of the days before.
 *
 * <p>Days are those of {@link UkDays}: of a daily weight, the third day before counts, whether today's was taken earlier or
 * later than usual. Earlier weights of the same day count too.
 *
 * @param aboveKg more than this, exactly this not
 * @param days    how many days before count
 */
public record WeightGain(BigDecimal aboveKg, int days) {
    /** HF-01: more than 2.0 kg within 3 days (rule of thumb of the European Society of Cardiology). */
    public static final WeightGain TWO_KILOGRAMS_IN_THREE_DAYS = new WeightGain(new BigDecimal("2.0"), 3);

    /**
     * How much more this is than the least of the weights before it; negative for a loss, empty where there are none. The order
     * of the weights does not matter, nor that this one or later ones are among them.
     */
    public Optional<BigDecimal> gain(Collection<Sample> weights, Sample now) {
        Instant from = since(now.time());
        return weights.stream()
                .filter(sample -> !sample.time().isBefore(from) && sample.time().isBefore(now.time()))
                .map(Sample::value)
                .min(BigDecimal::compareTo)
                .map(least -> now.value().subtract(least));
    }

    /** From when on weights count for one taken then. */
    Instant since(Instant now) {
        return UkDays.start(UkDays.of(now).minusDays(days));
    }

    /** Whether a gain is too much. */
    public boolean isTooMuch(BigDecimal gainKg) {
        return gainKg.compareTo(aboveKg) > 0;
    }
}
