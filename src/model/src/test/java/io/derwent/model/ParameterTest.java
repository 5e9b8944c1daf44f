package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The plausible ranges are those of the clinical codes table. */
class ParameterTest {
    @ParameterizedTest(name = "{0}: {1} to {2}")
    @CsvFileSource(resources = "/plausible-ranges.csv", numLinesToSkip = 1)
    void bothEndsArePlausibleAndNothingBeyondThem(String code, BigDecimal lowest, BigDecimal highest) {
        Parameter parameter = Parameter.ofCode(code);
        BigDecimal justBeyond = new BigDecimal("0.001");

        assertThat(parameter.isPlausible(lowest)).isTrue();
        assertThat(parameter.isPlausible(highest)).isTrue();
        assertThat(parameter.isPlausible(lowest.subtract(justBeyond))).isFalse();
        assertThat(parameter.isPlausible(highest.add(justBeyond))).isFalse();
    }
}
