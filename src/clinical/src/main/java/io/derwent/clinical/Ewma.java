package io.derwent.clinical;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * An exponentially weighted moving average (Roberts 1959) of a person's robust z, to tell a small rise or fall that lasts from
 * single wild values. Lambda 0.3 and limits at 2.7 sigmas of the average, which are proposals.
 *
 * @param average in sigmas of the {@link RobustBaseline}, to 16 digits
 */
public record Ewma(BigDecimal average) {
    /** Before the first value. */
    public static final Ewma START = new Ewma(BigDecimal.ZERO);

    private static final BigDecimal LAMBDA = new BigDecimal("0.3");
    private static final BigDecimal WIDTH = new BigDecimal("2.7");

    /** After one more value. */
    public Ewma next(BigDecimal z) {
        return new Ewma(average.add(LAMBDA.multiply(z.subtract(average)), MathContext.DECIMAL64));
    }

    /**
     * Whether it lies beyond a limit: 2.7 sqrt(lambda / (2 - lambda)) = 1.134 above or below 0, where it would settle for a
     * series of one sigma. Squares are compared, so that no root is rounded.
     */
    public boolean isBeyondLimit() {
        return isBeyond(WIDTH);
    }

    /** As {@link #isBeyondLimit}, with limits at so many sigmas of the average. */
    boolean isBeyond(BigDecimal width) {
        BigDecimal distance = average.pow(2).multiply(BigDecimal.valueOf(2).subtract(LAMBDA));
        return distance.compareTo(width.pow(2).multiply(LAMBDA)) > 0;
    }
}
