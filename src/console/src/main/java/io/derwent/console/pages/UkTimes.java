package io.derwent.console.pages;

import io.derwent.clinical.UkDays;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as people in the UK read them: Europe/London, 24 hours, days by name where that is shorter. */
final class UkTimes {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.UK);
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.UK);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.UK);
    private static final DateTimeFormatter DATE_OF_THIS_YEAR = DateTimeFormatter.ofPattern("d MMMM", Locale.UK);
    private static final int HOURS_A_DAY = 24;
    private static final int DAYS_SAID_AS_WEEKS = 14;
    private static final int DAYS_A_WEEK = 7;
    private static final int MINUTES_AN_HOUR = 60;

    private final Clock clock;
    private final Texts texts;

    UkTimes(Clock clock, Texts texts) {
        this.clock = clock;
        this.texts = texts;
    }

    /** {@code 08:05}. */
    String time(Instant instant) {
        return TIME.format(instant.atZone(UkDays.LONDON));
    }

    /** {@code 08:05:12.345}, for the path of an alert. */
    String exact(Instant instant) {
        return EXACT.format(instant.atZone(UkDays.LONDON));
    }

    /** {@code 28 March 1951}. */
    String date(LocalDate date) {
        return DATE.format(date);
    }

    /** {@code Today}, {@code Yesterday}, {@code 3 November} or {@code 3 November 2025}. */
    String day(Instant instant) {
        return day(instant, "time.today", "time.yesterday");
    }

    private String day(Instant instant, String todayKey, String yesterdayKey) {
        LocalDate day = instant.atZone(UkDays.LONDON).toLocalDate();
        LocalDate today = ZonedDateTime.now(clock.withZone(UkDays.LONDON)).toLocalDate();
        if (day.equals(today)) {
            return texts.of(todayKey);
        }
        if (day.equals(today.minusDays(1))) {
            return texts.of(yesterdayKey);
        }
        return day.getYear() == today.getYear() ? DATE_OF_THIS_YEAR.format(day) : DATE.format(day);
    }

    /** {@code Today 08:05}. */
    String moment(Instant instant) {
        return texts.of("time.moment", day(instant), time(instant));
    }

    /** {@code today 08:05}, for within a sentence. */
    String within(Instant instant) {
        return texts.of("time.moment", dayWithin(instant), time(instant));
    }

    /** {@code today}, {@code yesterday}, {@code 3 November} or {@code 3 November 2025}, for within a sentence. */
    String dayWithin(Instant instant) {
        return day(instant, "time.within.today", "time.within.yesterday");
    }

    /** {@code Taken 02:10, arrived 08:05}; with days where they differ or are not today. */
    String takenAndArrived(Instant taken, Instant arrived) {
        boolean sameDay = taken.atZone(UkDays.LONDON)
                .toLocalDate()
                .equals(arrived.atZone(UkDays.LONDON).toLocalDate());
        return sameDay
                ? texts.of("time.taken-arrived", day(taken), time(taken), time(arrived))
                : texts.of("time.taken-arrived-days", within(taken), within(arrived));
    }

    /** {@code under 1 min}, {@code 5 min}, {@code 5 h 55 min}, {@code 3 days}, {@code 3 weeks} (to the nearest); never negative. */
    String span(Duration duration) {
        long minutes = Math.max(0, duration.toMinutes());
        if (minutes < MINUTES_AN_HOUR) {
            return texts.of("time.minutes", minutes);
        }
        long hours = duration.toHours();
        if (hours < HOURS_A_DAY) {
            return minutes % MINUTES_AN_HOUR == 0
                    ? texts.of("time.hours", hours)
                    : texts.of("time.hours-minutes", hours, minutes % MINUTES_AN_HOUR);
        }
        long days = duration.toDays();
        return days < DAYS_SAID_AS_WEEKS
                ? texts.of("time.days", days)
                : texts.of("time.weeks", Math.round((double) days / DAYS_A_WEEK));
    }

    /** How long ago. */
    String since(Instant instant) {
        return span(Duration.between(instant, clock.instant()));
    }

    Instant now() {
        return clock.instant();
    }
}
