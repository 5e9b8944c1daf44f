package io.derwent.clinical;

import static io.derwent.clinical.UkDays.LONDON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UkDaysTest {
    private static final long YEAR_1840 = -4_102_444_800L;
    private static final long YEAR_2100 = 4_102_444_800L;

    @Property
    void daysAreThoseOfTheZone(@ForAll @LongRange(min = YEAR_1840, max = YEAR_2100) long second) {
        Instant time = Instant.ofEpochSecond(second);

        LocalDate day = UkDays.of(time);

        assertThat(day).isEqualTo(LocalDate.ofInstant(time, LONDON));
        assertThat(UkDays.start(day)).isEqualTo(day.atStartOfDay(LONDON).toInstant());
    }

    @Property
    void timesOfDayAreThoseOfTheZone(
            @ForAll @IntRange(min = -47_000, max = 47_000) int epochDay,
            @ForAll @IntRange(max = 86_399) int secondOfDay) {
        LocalDate day = LocalDate.ofEpochDay(epochDay);
        LocalTime time = LocalTime.ofSecondOfDay(secondOfDay);

        assertThat(UkDays.at(day, time))
                .isEqualTo(day.atTime(time).atZone(LONDON).toInstant());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // clocks go forward: 01:30 is skipped
                "2026-03-29 | 00:30 | 2026-03-29T00:30:00Z",
                "2026-03-29 | 01:30 | 2026-03-29T01:30:00Z",
                "2026-03-29 | 08:00 | 2026-03-29T07:00:00Z",
                // clocks go back: of two the earlier 01:30
                "2026-10-25 | 01:30 | 2026-10-25T00:30:00Z",
                "2026-10-25 | 08:00 | 2026-10-25T08:00:00Z",
                "2026-07-01 | 00:00 | 2026-06-30T23:00:00Z",
            })
    void clocksChange(LocalDate day, LocalTime time, Instant at) {
        assertThat(UkDays.at(day, time)).isEqualTo(at);
    }

    @Test
    void theLastHourBeforeMidnightInSummerIsTheSameDay() {
        assertThat(UkDays.of(Instant.parse("2026-06-30T22:59:59Z"))).isEqualTo(LocalDate.of(2026, 6, 30));
        assertThat(UkDays.of(Instant.parse("2026-06-30T23:00:00Z"))).isEqualTo(LocalDate.of(2026, 7, 1));
    }
}
