package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.clinical.Sample;
import io.derwent.launcher.lines.InvalidLine;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A series of numbers: {@code [60, 61, null, 63]}, one a day and null where there is none, or
 * {@code [{"time":"2026-11-26T07:30:00Z","value":60}, …]} in any order.
 */
record NumberSeries(List<Point> points) {
    private static final String VALUE = "value";

    /** Far beyond any measurement, and little enough to reckon with. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private static final int MOST_DECIMALS = 20;

    /** An element; value is null where there is none. */
    record Point(Instant time, @Nullable BigDecimal value) {}

    /**
     * Reads.
     *
     * @param parameter what it measures, for the plausible range; empty where nobody said
     */
    static NumberSeries read(Members line, Optional<Parameter> parameter) {
        JsonNode series = line.any(TrendRule.SERIES)
                .filter(JsonNode::isArray)
                .orElseThrow(() -> line.expected(TrendRule.SERIES, "an array"));
        List<Point> points = new ArrayList<>();
        Map<Instant, Integer> seen = new HashMap<>();
        boolean timed = series.path(0).isObject();
        for (JsonNode element : series) {
            int index = points.size();
            if (element.isObject() != timed) {
                throw new InvalidLine("all elements of series have a time or none has, which series[%d] does not keep"
                        .formatted(index));
            }
            Point point = timed ? timed(element, index) : plain(element, index);
            check(point.value, index, parameter);
            Integer same = seen.put(point.time, index);
            if (same != null) {
                throw new InvalidLine("series[%d] has the time of series[%d]".formatted(index, same));
            }
            points.add(point);
        }
        return new NumberSeries(points);
    }

    private static Point timed(JsonNode element, int index) {
        Members members = Members.of(element, "series[%d].".formatted(index), List.of(SeriesTimes.NAME, VALUE));
        return new Point(SeriesTimes.required(members), members.number(VALUE).orElse(null));
    }

    private static Point plain(JsonNode element, int index) {
        if (!element.isNumber() && !element.isNull()) {
            throw new InvalidLine(
                    "series[%d] is neither a number nor null nor an object with time and value".formatted(index));
        }
        return new Point(SeriesTimes.noon(SeriesTimes.day(index)), element.isNull() ? null : element.decimalValue());
    }

    private static void check(@Nullable BigDecimal value, int index, Optional<Parameter> parameter) {
        if (value == null) {
            return;
        }
        boolean plausible = parameter.map(known -> known.isPlausible(value)).orElse(true);
        if (!plausible || !canBeReckonedWith(value)) {
            throw new InvalidLine("series[%d] is %s, %s is expected"
                    .formatted(
                            index,
                            value,
                            parameter
                                    .map(known ->
                                            "%s to %s %s".formatted(known.lowest(), known.highest(), known.ucum()))
                                    .orElse("at most a million with at most 20 decimals")));
        }
    }

    /** Whether sums with it stay small: {@code 1e999999999} written out has a billion digits. */
    static boolean canBeReckonedWith(BigDecimal value) {
        return value.abs().compareTo(MOST) <= 0 && value.scale() <= MOST_DECIMALS;
    }

    /** Those with a value. */
    List<Sample> samples() {
        List<Sample> samples = new ArrayList<>();
        for (Point point : points) {
            if (point.value != null) {
                samples.add(new Sample(point.time, point.value));
            }
        }
        return samples;
    }

    /** Indices of points, oldest first. */
    List<Integer> oldestFirst() {
        return IntStream.range(0, points.size())
                .boxed()
                .sorted(Comparator.comparing(index -> points.get(index).time))
                .toList();
    }
}
