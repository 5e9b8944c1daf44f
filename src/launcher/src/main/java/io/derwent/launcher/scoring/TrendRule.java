package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.HomeBloodPressureAverage;
import io.derwent.clinical.NightSignal;
import io.derwent.clinical.Sample;
import io.derwent.clinical.UkDays;
import io.derwent.clinical.WeightGain;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A rule over a series: which line it reads, and what it answers, with one element of {@code points} for each of the series. */
enum TrendRule {
    NIGHTSIGNAL,
    ROBUST_Z,
    EWMA,
    CUSUM,
    HBPM_AVERAGE,
    WEIGHT_GAIN;

    static final String SERIES = "series";
    static final String POINTS = "points";

    /** As it is asked for: {@code hbpm-average}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The answer to one line.
     *
     * @throws InvalidLine if it makes no sense
     */
    ObjectNode answer(JsonNode line) {
        return switch (this) {
            case NIGHTSIGNAL -> nights(line);
            case ROBUST_Z -> BaselineChart.robustZ(line);
            case EWMA -> BaselineChart.ewma(line);
            case CUSUM -> BaselineChart.cusum(line);
            case HBPM_AVERAGE -> homeBloodPressure(line);
            case WEIGHT_GAIN -> weights(line);
        };
    }

    private static ObjectNode nights(JsonNode line) {
        NumberSeries series = NumberSeries.read(Members.of(line, List.of(SERIES)), Optional.of(Parameter.PULSE_RATE));
        Map<LocalDate, BigDecimal> means = new HashMap<>();
        for (Sample night : series.samples()) {
            LocalDate day = UkDays.of(night.time());
            if (means.put(day, night.value()) != null) {
                throw new InvalidLine("series has two values for the night before " + day);
            }
        }
        Map<LocalDate, NightSignal.Level> levels = NightSignal.levels(means);
        ObjectNode json = JsonLines.object();
        ArrayNode points = json.putArray(POINTS);
        for (NumberSeries.Point point : series.points()) {
            NightSignal.Level level = levels.get(UkDays.of(point.time()));
            points.add(level == null ? null : number(level));
        }
        return json;
    }

    private static Integer number(NightSignal.Level level) {
        return switch (level) {
            case NONE -> 0;
            case YELLOW -> 1;
            case RED -> 2;
        };
    }

    private static ObjectNode homeBloodPressure(JsonNode line) {
        HomeBloodPressureAverage average =
                HomeBloodPressureAverage.of(CuffSeries.read(Members.of(line, List.of(SERIES))));
        ObjectNode json = JsonLines.object()
                .put("complete", average.isComplete())
                .put("full_days", average.fullDays())
                .put("readings", average.count())
                .put("systolic", average.systolic().orElse(null))
                .put("diastolic", average.diastolic().orElse(null))
                .put(
                        "category",
                        average.category()
                                .map(HomeBloodPressureAverage.Category::words)
                                .orElse(null))
                .put(
                        "reason",
                        average.isComplete()
                                ? null
                                : "%d days have both sessions, %d are needed"
                                        .formatted(average.fullDays(), HomeBloodPressureAverage.FULL_DAYS_NEEDED));
        ArrayNode points = json.putArray(POINTS);
        average.uses().forEach(use -> points.add(use.words()));
        return json;
    }

    private static ObjectNode weights(JsonNode line) {
        NumberSeries series = NumberSeries.read(Members.of(line, List.of(SERIES)), Optional.of(Parameter.BODY_WEIGHT));
        List<Sample> weights = series.samples();
        WeightGain rule = WeightGain.TWO_KILOGRAMS_IN_THREE_DAYS;
        ObjectNode json = JsonLines.object();
        ArrayNode points = json.putArray(POINTS);
        for (NumberSeries.Point point : series.points()) {
            if (point.value() == null) {
                points.addNull();
                continue;
            }
            Optional<BigDecimal> gain = rule.gain(weights, new Sample(point.time(), point.value()));
            points.addObject()
                    .put("gain_kg", gain.orElse(null))
                    .put("alert", gain.map(rule::isTooMuch).orElse(false));
        }
        return json;
    }
}
