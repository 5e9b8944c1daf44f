package io.derwent.clinical;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** {@link Ewma} and {@link Cusum}. */
class ControlChartsTest {
    private static Ewma ewma(String... zs) {
        Ewma ewma = Ewma.START;
        for (String z : zs) {
            ewma = ewma.next(new BigDecimal(z));
        }
        return ewma;
    }

    private static Cusum cusum(String... zs) {
        Cusum cusum = Cusum.START;
        for (String z : zs) {
            cusum = cusum.next(new BigDecimal(z));
        }
        return cusum;
    }

    @Test
    void theAverageTakesThreeTenthsOfEachValue() {
        assertThat(ewma("1").average()).isEqualByComparingTo("0.3");
        assertThat(ewma("1", "1").average()).isEqualByComparingTo("0.51");
        assertThat(ewma("1", "1", "-2").average()).isEqualByComparingTo("-0.243");
    }

    @Test
    void itsLimitLiesOnBothSides() {
        // 2.7 sqrt(0.3 / 1.7) = 1.13423…
        assertThat(new Ewma(new BigDecimal("1.1342")).isBeyondLimit()).isFalse();
        assertThat(new Ewma(new BigDecimal("1.1343")).isBeyondLimit()).isTrue();
        assertThat(new Ewma(new BigDecimal("-1.1342")).isBeyondLimit()).isFalse();
        assertThat(new Ewma(new BigDecimal("-1.1343")).isBeyondLimit()).isTrue();
    }

    @Test
    void aSmallRiseIsSeenOnceItLasts() {
        assertThat(ewma("2", "2").isBeyondLimit()).isFalse();
        assertThat(ewma("2", "2", "2").isBeyondLimit()).isTrue();
    }

    @Test
    void theSumGathersWhatIsAboveHalfASigma() {
        assertThat(cusum("0.5").sum()).isZero();
        assertThat(cusum("1.5", "2").sum()).isEqualByComparingTo("2.5");
        assertThat(cusum("1.5", "-3", "2").sum()).isEqualByComparingTo("1.5");
    }

    @Test
    void exactlyFourIsNotAboveTheLimit() {
        assertThat(cusum("1.5", "1.5", "1.5", "1.5").isAboveLimit()).isFalse();
        assertThat(cusum("1.5", "1.5", "1.5", "1.5001").isAboveLimit()).isTrue();
    }

    @Property
    void theSumIsNeverBelowZeroAndAHigherValueNeverMakesItLower(
            @ForAll List<@DoubleRange(min = -9, max = 9) Double> zs, @ForAll @IntRange(max = 50) int which) {
        Cusum cusum = Cusum.START;
        Cusum higher = Cusum.START;
        int index = 0;
        for (double z : zs) {
            cusum = cusum.next(BigDecimal.valueOf(z));
            higher = higher.next(BigDecimal.valueOf(index == which ? z + 1 : z));
            index++;
            assertThat(cusum.sum()).isNotNegative();
            assertThat(higher.sum()).isGreaterThanOrEqualTo(cusum.sum());
        }
    }

    @Property
    void theAverageNeverLeavesTheRangeOfItsValues(@ForAll List<@DoubleRange(min = -9, max = 9) Double> zs) {
        Ewma ewma = Ewma.START;
        for (double z : zs) {
            ewma = ewma.next(BigDecimal.valueOf(z));
        }
        assertThat(ewma.average().abs()).isLessThanOrEqualTo(BigDecimal.valueOf(9));
        assertThat(ewma.average().precision()).isLessThanOrEqualTo(16);
    }
}
