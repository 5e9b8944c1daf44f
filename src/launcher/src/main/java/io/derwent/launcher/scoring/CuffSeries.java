package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.clinical.HomeBloodPressureAverage.BloodPressure;
import io.derwent.clinical.UkDays;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.model.InvalidMeasurement;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A series of blood pressures: objects with time, systolic and diastolic (or sbp and dbp) in any order; or for each day a text,
 * {@code "152/96 148/94 146/92 144/90"}, or an array of such; or one text with a bar between days.
 *
 * <p>A day's text holds a morning and an evening session where it has four readings or more, the first half (and the odd one)
 * in the morning; otherwise one session.
 */
final class CuffSeries {
    private static final String SYSTOLIC = "systolic";
    private static final String DIASTOLIC = "diastolic";
    private static final String SHORT_SYSTOLIC = "sbp";
    private static final String SHORT_DIASTOLIC = "dbp";
    private static final String STATUS = "status";
    private static final List<String> NAMES =
            List.of(SeriesTimes.NAME, SYSTOLIC, DIASTOLIC, SHORT_SYSTOLIC, SHORT_DIASTOLIC, STATUS);

    private static final Pattern READING = Pattern.compile("([0-9]{1,3})/([0-9]{1,3})");
    private static final int FEWEST_OF_BOTH_SESSIONS = 4;
    private static final int MOST_A_DAY = 20;
    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final LocalTime EVENING = LocalTime.of(20, 0);
    private static final int MINUTES_APART = 2;

    /** Measurement Status of the Blood Pressure Service: body movement, cuff too loose, improper position. */
    private static final int FAULTS = 0b10_0011;

    private static final BigDecimal HIGHEST_STATUS = BigDecimal.valueOf(0xFFFF);

    private CuffSeries() {}

    static List<BloodPressure> read(Members line) {
        JsonNode series = line.any(TrendRule.SERIES)
                .filter(node -> node.isArray() || node.isTextual())
                .orElseThrow(() -> line.expected(TrendRule.SERIES, "an array"));
        if (series.isTextual()) {
            return days(List.of(series.textValue()));
        }
        if (!series.isEmpty() && !series.path(0).isObject()) {
            List<String> texts = new ArrayList<>();
            series.forEach(element -> texts.add(text(element, texts.size())));
            return days(texts);
        }
        List<BloodPressure> readings = new ArrayList<>();
        series.forEach(element -> readings.add(timed(element, readings.size())));
        return readings;
    }

    private static String text(JsonNode day, int index) {
        List<String> readings = new ArrayList<>();
        (day.isArray() ? day : List.of(day)).forEach(reading -> {
            if (!reading.isTextual()) {
                throw new InvalidLine("series[%d] is no day like \"132/84 130/82\"".formatted(index));
            }
            readings.add(reading.textValue());
        });
        return String.join(" ", readings);
    }

    private static BloodPressure timed(JsonNode element, int index) {
        String path = "series[%d]".formatted(index);
        if (!element.isObject()) {
            throw new InvalidLine(path + " is no object with time, systolic and diastolic");
        }
        Members members = Members.of(element, path + ".", NAMES);
        Instant time = SeriesTimes.required(members);
        return new BloodPressure(
                time,
                measured(
                        path,
                        required(members, SYSTOLIC, SHORT_SYSTOLIC),
                        required(members, DIASTOLIC, SHORT_DIASTOLIC)),
                (status(members) & FAULTS) != 0);
    }

    private static BigDecimal required(Members members, String name, String shortName) {
        return members.number(name)
                .or(() -> members.number(shortName))
                .orElseThrow(() -> members.expected(name, "a number"));
    }

    private static int status(Members members) {
        BigDecimal status = members.number(STATUS).orElse(BigDecimal.ZERO);
        if (status.signum() < 0 || status.compareTo(HIGHEST_STATUS) > 0) {
            throw members.expected(STATUS, "0 to %s".formatted(HIGHEST_STATUS));
        }
        return status.intValue();
    }

    private static List<BloodPressure> days(List<String> texts) {
        List<BloodPressure> readings = new ArrayList<>();
        int day = 0;
        for (String text : texts) {
            for (String ofDay : text.split("\\|", -1)) {
                addDay(readings, ofDay.strip(), SeriesTimes.day(day++));
            }
        }
        return readings;
    }

    private static void addDay(List<BloodPressure> readings, String text, LocalDate day) {
        String[] written = text.isEmpty() ? new String[0] : text.split("\\s+", -1);
        if (written.length > MOST_A_DAY) {
            throw new InvalidLine(
                    "a day has %d readings; more than %d need times".formatted(written.length, MOST_A_DAY));
        }
        int inTheMorning = written.length < FEWEST_OF_BOTH_SESSIONS ? written.length : (written.length + 1) / 2;
        for (int i = 0; i < written.length; i++) {
            Matcher reading = READING.matcher(written[i]);
            if (!reading.matches()) {
                throw new InvalidLine("series holds \"%s\", a reading like 132/84 is expected".formatted(written[i]));
            }
            LocalTime time = i < inTheMorning
                    ? MORNING.plusMinutes((long) i * MINUTES_APART)
                    : EVENING.plusMinutes((long) (i - inTheMorning) * MINUTES_APART);
            readings.add(new BloodPressure(
                    UkDays.at(day, time),
                    measured("series", new BigDecimal(reading.group(1)), new BigDecimal(reading.group(2))),
                    false));
        }
    }

    private static Measurement measured(String path, BigDecimal systolic, BigDecimal diastolic) {
        try {
            return new Measurement(
                    Kind.BP_PANEL,
                    Map.of(Parameter.SYSTOLIC_BP, systolic, Parameter.DIASTOLIC_BP, diastolic),
                    Map.of());
        } catch (InvalidMeasurement e) {
            throw new InvalidLine("%s: %s".formatted(path, e.getMessage()));
        }
    }
}
