package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    @Test
    void aBaseLaysThePortsSideBySide() {
        assertThat(Ports.from(21000))
                .isEqualTo(new Ports(21000, 21001, 21002, 21003, 21004, 21005, 21006, 21007, 21008, 21009));
    }

    @Test
    void theStandardPortsAreThoseOfTheDocumentation() {
        assertThat(Ports.STANDARD.byName().values()).containsExactly(1883, 8883, 8080, 8088, 9092, 9093, 8081, 15432);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1023, 65527, 70000})
    void aBaseWhosePortsDoNotFitIsRefusedWithTheRange(int base) {
        assertThatThrownBy(() -> Ports.from(base))
                .isInstanceOf(CannotStart.class)
                .hasMessage("--port-base is " + base
                        + "; it must lie between 1024 and 65526, because 10 ports from it on are used.");
    }
}
