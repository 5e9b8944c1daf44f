package io.derwent.clinical;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Calendar days as people in the UK live them: of 23, 24 or 25 hours. */
public final class UkDays {
    public static final ZoneId LONDON = ZoneId.of("Europe/London");

    private static final long SECONDS_OF_A_DAY = 86_400;

    /**
     * Days asked for of late: rules look back over the same weeks again and again, and asking the zone takes longer than
     * judging a value. Each entry says of which day it is, so that one lost between threads costs time only.
     */
    private static final @Nullable Day[] RECENT = new Day[1024];

    private UkDays() {}

    /**
     * A day.
     *
     * @param end start of the next
     */
    private record Day(long epochDay, LocalDate date, Instant start, Instant end) {
        static Day of(long epochDay) {
            LocalDate date = LocalDate.ofEpochDay(epochDay);
            return new Day(
                    epochDay,
                    date,
                    date.atStartOfDay(LONDON).toInstant(),
                    date.plusDays(1).atStartOfDay(LONDON).toInstant());
        }

        /** Whether clocks do not change in it. */
        boolean isOrdinary() {
            return end.getEpochSecond() - start.getEpochSecond() == SECONDS_OF_A_DAY;
        }
    }

    private static Day day(long epochDay) {
        int slot = Math.floorMod(epochDay, RECENT.length);
        @Nullable Day known = RECENT[slot];
        if (known != null && known.epochDay == epochDay) {
            return known;
        }
        Day asked = Day.of(epochDay);
        RECENT[slot] = asked;
        return asked;
    }

    private static Day day(Instant time) {
        Day utc = day(Math.floorDiv(time.getEpochSecond(), SECONDS_OF_A_DAY));
        if (time.isBefore(utc.start)) {
            return day(utc.epochDay - 1);
        }
        return time.isBefore(utc.end) ? utc : day(utc.epochDay + 1);
    }

    /** The day in which this time lies. */
    public static LocalDate of(Instant time) {
        return day(time).date;
    }

    /** When that day begins. */
    public static Instant start(LocalDate day) {
        return day(day.toEpochDay()).start;
    }

    /** When clocks show this on that day; where they skip it, as much later as they skip. */
    public static Instant at(LocalDate day, LocalTime time) {
        Day known = day(day.toEpochDay());
        return known.isOrdinary()
                ? known.start.plusNanos(time.toNanoOfDay())
                : day.atTime(time).atZone(LONDON).toInstant();
    }

    /** Whether clocks show a time before noon. */
    static boolean isMorning(Instant time) {
        return LocalTime.ofInstant(time, LONDON).isBefore(LocalTime.NOON);
    }
}
