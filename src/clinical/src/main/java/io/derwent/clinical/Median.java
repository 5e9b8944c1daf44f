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

    /** The median of how far the values lie from their median, the values rising: nothing is sorted. */
    static BigDecimal deviationOfSorted(List<BigDecimal> values, BigDecimal median) {
        int middle = values.size() / 2;
        BigDecimal upper = farthestOfNearest(middle + 1, values, median);
        return values.size() % 2 == 1 ? upper : mean(farthestOfNearest(middle, values, median), upper);
    }

    /** The nearest values stand side by side: how far the farthest of so many lies from the middle. */
    private static BigDecimal farthestOfNearest(int many, List<BigDecimal> values, BigDecimal middle) {
        int low = 0;
        int high = values.size() - many;
        while (low < high) {
            int first = (low + high) >>> 1;
            BigDecimal below = middle.subtract(values.get(first));
            BigDecimal above = values.get(first + many).subtract(middle);
            if (below.compareTo(above) > 0) {
                low = first + 1;
            } else {
                high = first;
            }
        }
        return middle.subtract(values.get(low)).max(values.get(low + many - 1).subtract(middle));
    }

    private static BigDecimal mean(BigDecimal one, BigDecimal other) {
        return one.add(other).divide(TWO);
    }
}
