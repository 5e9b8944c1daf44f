package io.derwent.launcher.scoring;

import io.derwent.clinical.UkDays;
import io.derwent.launcher.lines.InvalidLine;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** When elements of a series were taken: as they say, or one a day where they say nothing. */
final class SeriesTimes {
    static final String NAME = "time";

    /** Stands for the day of a first element that has no time; no clock is changed around noon. */
    private static final LocalDate DAY_1 = LocalDate.of(2000, 1, 1);

    private static final int LAST_YEAR = 9999;

    private SeriesTimes() {}

    /** The day of the element with this index, from 0. */
    static LocalDate day(int index) {
        return DAY_1.plusDays(index);
    }

    static Instant noon(LocalDate day) {
        return UkDays.at(day, LocalTime.NOON);
    }

    /** RFC 3339 with offset, or a date alone, which is taken as its noon. */
    static Instant required(Members element) {
        String text = element.text(NAME).orElseThrow(() -> expected(element));
        try {
            Instant time = text.indexOf('T') < 0
                    ? noon(LocalDate.parse(text))
                    : OffsetDateTime.parse(text).toInstant();
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            if (year < 1 || year > LAST_YEAR) {
                throw expected(element);
            }
            return time;
        } catch (DateTimeException e) {
            throw expected(element);
        }
    }

    private static InvalidLine expected(Members element) {
        return element.expected(NAME, "a time with offset (2026-11-26T07:30:00Z) or a date");
    }
}
