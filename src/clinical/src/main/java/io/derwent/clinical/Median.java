package io.derwent.clinical;

import java.math.BigDecimal;
import java.util.List;

/** The middle of values, exact: of an even number of values the mean of the two in the middle. */
final class Median {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private Median() {}

    /** Of at least one value. */
    static BigDecimal of(List<BigDecimal> values) {
        return ofSorted(values.stream().sorted().toList());
    }

    /** Of at least one value, the values rising. */
    static BigDecimal ofSorted(List<BigDecimal> values) {
        int middle = values.size() / 2;
        return values.size() % 2 == 1
                ? values.get(middle)
                : values.get(middle - 1).add(values.get(middle)).divide(TWO);
    }
}
