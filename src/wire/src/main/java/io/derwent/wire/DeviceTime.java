package io.derwent.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/**
 * Times in payloads: RFC 3339 date-time, the offset mandatory. A leap second is the first second after it, as POSIX counts;
 * of a fraction nine digits count. Read by hand: every message passes here before its PUBACK, and a pattern and a formatter
 * took as long as all the rest of decoding.
 */
final class DeviceTime {
    private static final int SHORTEST = "2026-11-22T08:05:00Z".length();
    private static final int TO_FRACTION = "2026-11-22T08:05:00".length();
    private static final int NANO_DIGITS = 9;
    private static final int LEAP_SECOND = 60;
    private static final int HIGHEST_OFFSET_HOURS = 18;
    private static final long START_OF_YEAR_1 = LocalDate.of(1, 1, 1).toEpochDay() * 86_400;
    private static final long END_OF_YEAR_9999 = LocalDate.of(10_000, 1, 1).toEpochDay() * 86_400;

    private DeviceTime() {}

    /**
     * The instant a text names.
     *
     * @throws InvalidPayload if it is not RFC 3339, lacks the offset, names a day or hour that does not exist, or lies
     *     outside the years 1 to 9999 in UTC, beyond which the tables know no such text
     */
    static Instant parse(String field, String text) {
        try {
            return read(text);
        } catch (DateTimeException e) {
            String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
            throw new InvalidPayload(
                    "%s is \"%s\", an RFC 3339 time with offset is expected, such as 2026-11-22T08:05:00Z"
                            .formatted(field, shown));
        }
    }

    private static Instant read(String text) {
        if (text.length() < SHORTEST) {
            throw new DateTimeException("too short");
        }
        LocalDate date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10));
        int second = number(text, 17, 19);
        int lastBeforeLeap = second == LEAP_SECOND ? second - 1 : second;
        LocalTime time = LocalTime.of(number(text, 11, 13), number(text, 14, 16), lastBeforeLeap);
        expect(text, 4, "-");
        expect(text, 7, "-");
        expect(text, 10, "Tt ");
        expect(text, 13, ":");
        expect(text, 16, ":");
        int offsetAt = TO_FRACTION;
        int nanos = 0;
        if (text.charAt(TO_FRACTION) == '.') {
            offsetAt = endOfDigits(text, TO_FRACTION + 1);
            nanos = nanos(text, TO_FRACTION + 1, offsetAt);
        }
        long seconds = date.atTime(time).toEpochSecond(ZoneOffset.UTC) - offsetSeconds(text, offsetAt);
        if (second == LEAP_SECOND) {
            requireEndOfMonth(++seconds);
        }
        if (seconds < START_OF_YEAR_1 || seconds >= END_OF_YEAR_9999) {
            throw new DateTimeException("no year from 1 to 9999");
        }
        return Instant.ofEpochSecond(seconds, nanos);
    }

    /** Leap seconds are inserted at the end of a UTC month (RFC 3339 appendix D); {@code after} is the second that follows. */
    private static void requireEndOfMonth(long after) {
        var next = Instant.ofEpochSecond(after).atOffset(ZoneOffset.UTC);
        if (next.getDayOfMonth() != 1 || !next.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw new DateTimeException("no leap second then");
        }
    }

    private static int offsetSeconds(String text, int from) {
        if (text.length() == from + 1) {
            expect(text, from, "Zz");
            return 0;
        }
        if (text.length() != from + "+01:00".length()) {
            throw new DateTimeException("no offset");
        }
        expect(text, from, "+-");
        expect(text, from + 3, ":");
        int hours = number(text, from + 1, from + 3);
        int minutes = number(text, from + 4, from + 6);
        boolean exists =
                minutes <= 59 && (hours < HIGHEST_OFFSET_HOURS || (hours == HIGHEST_OFFSET_HOURS && minutes == 0));
        if (!exists) {
            throw new DateTimeException("no such offset");
        }
        int seconds = (hours * 60 + minutes) * 60;
        return text.charAt(from) == '-' ? -seconds : seconds;
    }

    private static int nanos(String text, int from, int to) {
        if (to == from) {
            throw new DateTimeException("a fraction without digits");
        }
        int read = Math.min(to, from + NANO_DIGITS);
        int nanos = number(text, from, read);
        for (int i = read - from; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char digit = text.charAt(i);
            if (!isDigit(digit)) {
                throw new DateTimeException("a digit is expected");
            }
            number = number * 10 + (digit - '0');
        }
        return number;
    }

    private static void expect(String text, int at, String oneOf) {
        if (oneOf.indexOf(text.charAt(at)) < 0) {
            throw new DateTimeException("one of " + oneOf + " is expected");
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
