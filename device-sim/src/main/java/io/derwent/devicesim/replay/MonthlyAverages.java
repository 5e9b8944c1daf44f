package io.derwent.devicesim.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Averages by month, kind and quantity, from values at hand: months are those of Europe/London, doubtful readings count
 * for nothing, sums are exact decimals and only the average is rounded.
 */
public final class MonthlyAverages {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final int DECIMALS = 6;

    private final Map<Key, Sum> sums = new TreeMap<>();

    /**
     * One month's average of one quantity.
     *
     * @param average in the quantity's unit, to six decimals, half up
     */
    public record Average(String month, String kind, String parameter, long count, BigDecimal average) {}

    /** What the store must come to: every recorded reading that is not refused and not doubtful. */
    public static MonthlyAverages of(Collection<Recorded> recording) {
        MonthlyAverages averages = new MonthlyAverages();
        for (Recorded one : recording) {
            if (!one.isDoubtful()) {
                one.measurement()
                        .ifPresent(measurement -> measurement
                                .quantities()
                                .forEach((parameter, value) ->
                                        averages.add(one.takenAt(), one.kind().code(), parameter.code(), value)));
            }
        }
        return averages;
    }

    /** Adds a row of the console's readings export, unless it is marked doubtful. */
    public void addExported(JsonNode row) {
        for (JsonNode mark : row.path("marks")) {
            if (mark.asText().equals("doubtful")) {
                return;
            }
        }
        Instant takenAt = Instant.parse(row.required("effectiveTime").asText());
        row.required("quantities")
                .properties()
                .forEach(quantity -> add(
                        takenAt,
                        row.required("kind").asText(),
                        quantity.getKey(),
                        new BigDecimal(quantity.getValue().asText())));
    }

    /** In order of month, kind and quantity. */
    public List<Average> averages() {
        List<Average> averages = new ArrayList<>();
        sums.forEach((key, sum) ->
                averages.add(new Average(key.month.toString(), key.kind, key.parameter, sum.count, sum.average())));
        return averages;
    }

    private void add(Instant takenAt, String kind, String parameter, BigDecimal value) {
        sums.merge(new Key(YearMonth.from(takenAt.atZone(LONDON)), kind, parameter), new Sum(1, value), Sum::plus);
    }

    private record Key(YearMonth month, String kind, String parameter) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byMonth = month.compareTo(other.month);
            int byKind = byMonth != 0 ? byMonth : kind.compareTo(other.kind);
            return byKind != 0 ? byKind : parameter.compareTo(other.parameter);
        }
    }

    private record Sum(long count, BigDecimal total) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, total.add(other.total));
        }

        BigDecimal average() {
            return total.divide(BigDecimal.valueOf(count), DECIMALS, RoundingMode.HALF_UP);
        }
    }
}
