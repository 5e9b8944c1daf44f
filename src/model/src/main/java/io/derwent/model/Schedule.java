package io.derwent.model;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a patient measures, and when the patient is not to be woken; times as clocks in the UK show them.
 *
 * @param expected   readings expected, in no order
 * @param quietHours when the patient is asked for nothing; null: never
 */
public record Schedule(List<Expected> expected, @Nullable QuietHours quietHours) {
    /** Nothing is expected. */
    public static final Schedule NONE = new Schedule(List.of(), null);

    public Schedule {
        expected = List.copyOf(expected);
    }

    /** Less than that: readings of these kinds only. */
    public Schedule only(Predicate<Kind> kinds) {
        return new Schedule(
                expected.stream().filter(one -> kinds.test(one.kind())).toList(), quietHours);
    }

    /**
     * A reading expected at a time of day.
     *
     * @param days on these days; none: every day
     */
    public record Expected(Kind kind, LocalTime at, List<DayOfWeek> days) {
        public Expected {
            days = days == null ? List.of() : List.copyOf(days);
        }
    }

    /** From one time of day to another, which may be the next morning. */
    public record QuietHours(LocalTime from, LocalTime until) {
        /** Whether clocks show a time in it; its end is not. */
        public boolean contains(LocalTime time) {
            boolean afterFrom = !time.isBefore(from);
            boolean beforeUntil = time.isBefore(until);
            return from.isAfter(until) ? afterFrom || beforeUntil : afterFrom && beforeUntil;
        }
    }
}
