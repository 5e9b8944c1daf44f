package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;

/**
 * Dates as AIs 11 to 17 write them: YYMMDD. Day 00 is the last day of the month. The century is the one that puts the year
 * within 49 years back and 50 years ahead of today (GS1 General Specifications, 3.4.2 and 7.12).
 */
public final class Gs1Date {
    private static final int YEARS_AHEAD = 50;
    private static final int CENTURY = 100;

    private Gs1Date() {}

    /**
     * The day that is meant.
     *
     * @param yymmdd six digits of an element string that was checked
     * @throws InvalidGs1 if the day does not exist, its place counted within the six digits
     */
    public static LocalDate resolve(String ai, String yymmdd, LocalDate today) {
        check(ai, yymmdd, 0);
        YearMonth month = YearMonth.of(year(number(yymmdd, 0), today.getYear()), number(yymmdd, 2));
        int day = number(yymmdd, 4);
        if (day == 0) {
            return month.atEndOfMonth();
        }
        if (!month.isValidDay(day)) {
            throw noSuchDay(ai, yymmdd, 4);
        }
        return month.atDay(day);
    }

    /** Refuses what is a date in no century; the 29th of February exists in some. */
    static void check(String ai, String value, int from) {
        int month = number(value, from + 2);
        if (month < 1 || month > Month.DECEMBER.getValue()) {
            throw new InvalidGs1(Rule.DATE, ai, from + 2, "month %02d of %s is not 01 to 12".formatted(month, value));
        }
        boolean maybeLeapYear = number(value, from) % 4 == 0;
        if (number(value, from + 4) > Month.of(month).length(maybeLeapYear)) {
            throw noSuchDay(ai, value, from + 4);
        }
    }

    private static int year(int yy, int current) {
        int ahead = yy - current % CENTURY;
        int century = current - current % CENTURY;
        if (ahead > YEARS_AHEAD) {
            return century - CENTURY + yy;
        }
        return ahead > -YEARS_AHEAD ? century + yy : century + CENTURY + yy;
    }

    private static InvalidGs1 noSuchDay(String ai, String value, int at) {
        return new InvalidGs1(
                Rule.DATE, ai, at, "day %s of %s does not exist".formatted(value.substring(at, at + 2), value));
    }

    private static int number(String digits, int from) {
        return (digits.charAt(from) - '0') * 10 + digits.charAt(from + 1) - '0';
    }
}
