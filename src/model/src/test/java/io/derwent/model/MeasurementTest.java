package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasurementTest {
    @ParameterizedTest(name = "{0}/{1}: doubtful {2}")
    @CsvSource({"120,80,false", "90,80,false", "89.9,80,true", "81,80,true"})
    void aPulsePressureBelowTenIsDoubtful(BigDecimal systolic, BigDecimal diastolic, boolean doubtful) {
        assertThat(bloodPressure(systolic, diastolic).isDoubtful()).isEqualTo(doubtful);
    }

    @Test
    void aDiastolicNotBelowTheSystolicIsNoMeasurement() {
        assertThatThrownBy(() -> bloodPressure(new BigDecimal("80"), new BigDecimal("80.0")))
                .isInstanceOf(InvalidMeasurement.class)
                .hasMessage("diastolic 80.0 is not below systolic 80");
    }

    @Test
    void aMissingPartIsNamed() {
        assertThatThrownBy(() ->
                        new Measurement(Kind.BP_PANEL, Map.of(Parameter.SYSTOLIC_BP, new BigDecimal("120")), Map.of()))
                .hasMessage("bp_panel lacks its required field diastolic");
    }

    @Test
    void anUnknownWordIsNamedWithTheWordsAllowed() {
        assertThatThrownBy(() -> new Measurement(Kind.OBSERVATION_SET, Map.of(), Map.of(Finding.AIR_OR_OXYGEN, "Air")))
                .hasMessage("air_or_oxygen is \"Air\", one of [air, oxygen] is expected");
    }

    private static Measurement bloodPressure(BigDecimal systolic, BigDecimal diastolic) {
        return new Measurement(
                Kind.BP_PANEL, Map.of(Parameter.SYSTOLIC_BP, systolic, Parameter.DIASTOLIC_BP, diastolic), Map.of());
    }
}
