package io.derwent.console.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.console.access.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NhsNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"9434765919", "9876543210", "4010232137", "9990000018", "943 476 5919", "943-476-5919"})
    void aNumberWhoseCheckDigitFitsIsOne(String text) {
        assertThat(NhsNumber.parse(text).digits()).hasSize(10).containsOnlyDigits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9434765918", "943476591", "94347659190", "943476591X", "", "1234567890"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> NhsNumber.parse(text)).isInstanceOf(Refusal.class);
    }
}
