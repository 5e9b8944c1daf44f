package io.derwent.clinical;

import java.math.BigDecimal;
import java.util.List;

/** The middle of values, exact: of an even number of values the mean of the two in the middle. */
final class Median {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private Median() {}

    /** Of at least one value, the values rising. */
    static BigDecimal ofSorted(List<BigDecimal> values) {
        int middle = values.size() / 2;
        return values.size() % 2 == 1 ? values.get(middle) : mean(values.get(middle - 1), values.get(middle));
    }

    /**
     * The median of how far the values lie from their median, the values rising: distances rise to both sides of it, so the
     * nearer half is met one by one and nothing is sorted.
     */
    static BigDecimal deviationOfSorted(List<BigDecimal> values, BigDecimal median) {
        BigDecimal twice = median.add(median);
        int above = values.size() / 2;
        int below = above - 1;
        BigDecimal distance = BigDecimal.ZERO;
        BigDecimal before = distance;
        for (int met = 0; met <= values.size() / 2; met++) {
            before = distance;
            boolean isAbove = below < 0
                    || (above < values.size()
                            && values.get(above).add(values.get(below)).compareTo(twice) <= 0);
            distance = isAbove ? values.get(above++).subtract(median) : median.subtract(values.get(below--));
        }
        return values.size() % 2 == 1 ? distance : mean(before, distance);
    }

    private static BigDecimal mean(BigDecimal one, BigDecimal other) {
        return one.add(other).divide(TWO);
    }
}
