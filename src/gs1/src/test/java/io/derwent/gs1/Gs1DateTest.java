package io.derwent.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Gs1DateTest {
    @ParameterizedTest(name = "{0} seen on {1}")
    @CsvSource({
        "271231, 2026-11-26, 2027-12-31",
        "260200, 2026-11-26, 2026-02-28",
        "280200, 2026-11-26, 2028-02-29",
        "280229, 2026-11-26, 2028-02-29",
        "991231, 2026-11-26, 1999-12-31",
        "760101, 2026-11-26, 2076-01-01",
        "770101, 2026-11-26, 1977-01-01",
        "000229, 2026-11-26, 2000-02-29",
        "440101, 1994-06-01, 2044-01-01",
        "450101, 1994-06-01, 1945-01-01",
        "490101, 2099-06-01, 2149-01-01",
        "500101, 2099-06-01, 2050-01-01",
        "990101, 2048-06-01, 1999-01-01",
        "980101, 2048-06-01, 2098-01-01",
    })
    void theCenturyIsTheNearest(String yymmdd, LocalDate today, LocalDate expected) {
        assertThat(Gs1Date.resolve("17", yymmdd, today)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} seen on {1}")
    @CsvSource({
        "260001, 2026-11-26",
        "261301, 2026-11-26",
        "260431, 2026-11-26",
        "270229, 2026-11-26",
        "269932, 2026-11-26",
        "000229, 2060-11-26",
    })
    void whatIsNoDayIsRefused(String yymmdd, LocalDate today) {
        assertThatThrownBy(() -> Gs1Date.resolve("17", yymmdd, today)).isInstanceOf(InvalidGs1.class);
    }
}
