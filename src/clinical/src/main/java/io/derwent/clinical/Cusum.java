package io.derwent.clinical;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A one-sided cumulative sum (Page 1954) of a person's robust z, which adds up small rises that last. Reference value k = 0.5
 * and limit h = 4 sigmas, which are proposals. For falls, give it the negated z.
 *
 * @param sum what has gathered so far, in sigmas of the {@link RobustBaseline}; never below 0, to 16 digits
 */
public record Cusum(BigDecimal sum) {
    /** Before the first value. */
    public static final Cusum START = new Cusum(BigDecimal.ZERO);

    private static final BigDecimal REFERENCE = new BigDecimal("0.5");
    private static final BigDecimal LIMIT = BigDecimal.valueOf(4);

    /** After one more value. */
    public Cusum next(BigDecimal z) {
        return new Cusum(sum.add(z).subtract(REFERENCE, MathContext.DECIMAL64).max(BigDecimal.ZERO));
    }

    /** Whether it lies above the limit. */
    public boolean isAboveLimit() {
        return isAbove(LIMIT);
    }

    /** Whether it lies above so many sigmas. */
    boolean isAbove(BigDecimal limit) {
        return sum.compareTo(limit) > 0;
    }
}
