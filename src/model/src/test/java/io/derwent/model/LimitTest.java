package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitTest {
    @ParameterizedTest(name = "{1} {0} 180: {2}")
    @CsvSource({
        "BELOW,179.9,true", "BELOW,180,false",
        "AT_MOST,180.0,true", "AT_MOST,180.1,false",
        "ABOVE,180,false", "ABOVE,180.1,true",
        "AT_LEAST,180,true", "AT_LEAST,179.9,false",
    })
    void endsAreAsTheComparisonSays(Limit.Comparison comparison, BigDecimal value, boolean met) {
        assertThat(new Limit(Parameter.SYSTOLIC_BP, comparison, new BigDecimal("180")).isMetBy(value))
                .isEqualTo(met);
    }
}
