package io.derwent.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UkTimesTest {
    private final UkTimes times =
            new UkTimes(Clock.fixed(Instant.parse("2026-07-10T09:00:00Z"), ZoneOffset.UTC), new Texts());

    @ParameterizedTest
    @CsvSource({
        "2026-07-10T07:05:00Z, Today 08:05",
        "2026-07-09T23:30:00Z, Today 00:30",
        "2026-07-09T22:30:00Z, Yesterday 23:30",
        "2026-01-03T08:05:00Z, 3 January 08:05",
        "2025-11-22T08:05:00Z, 22 November 2025 08:05",
    })
    void aMomentIsSaidInTheClockOfTheUk(Instant instant, String said) {
        assertThat(times.moment(instant)).isEqualTo(said);
    }

    @Test
    void aLateReadingSaysBothTimes() {
        assertThat(times.takenAndArrived(Instant.parse("2026-07-10T01:10:00Z"), Instant.parse("2026-07-10T07:05:00Z")))
                .isEqualTo("Today, taken 02:10, arrived 08:05");
        assertThat(times.takenAndArrived(Instant.parse("2026-06-19T08:00:00Z"), Instant.parse("2026-07-10T07:05:00Z")))
                .isEqualTo("Taken 19 June 09:00, arrived today 08:05");
    }

    @ParameterizedTest
    @CsvSource({
        "PT40S, under 1 min",
        "PT5M, 5 min",
        "PT5H55M, 5 h 55 min",
        "PT3H, 3 h",
        "P1D, 1 day",
        "P13D, 13 days",
        "P21D, 3 weeks"
    })
    void aSpanIsSaidShort(Duration span, String said) {
        assertThat(times.span(span)).isEqualTo(said);
    }
}
