package io.derwent.clinical;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/** Calendar days as people in the UK live them: of 23, 24 or 25 hours. */
public final class UkDays {
    public static final ZoneId LONDON = ZoneId.of("Europe/London");

    private UkDays() {}

    /** The day in which this time lies. */
    public static LocalDate of(Instant time) {
        return LocalDate.ofInstant(time, LONDON);
    }

    /** When that day begins. */
    public static Instant start(LocalDate day) {
        return day.atStartOfDay(LONDON).toInstant();
    }

    /** When clocks show this on that day; where they skip it, as much later as they skip. */
    public static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(LONDON).toInstant();
    }

    /** Whether clocks show a time before noon. */
    static boolean isMorning(Instant time) {
        return LocalTime.ofInstant(time, LONDON).isBefore(LocalTime.NOON);
    }
}
