package io.derwent.launcher.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.clinical.Cusum;
import io.derwent.clinical.Ewma;
import io.derwent.clinical.RobustBaseline;
import io.derwent.clinical.Sample;
import io.derwent.launcher.lines.JsonLines;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules that judge each value against what is usual for its person. Points are null where there is no value, or no
 * baseline yet; numbers are shown to four decimals, limits compared before.
 */
final class BaselineChart {
    private static final String PARAMETER = "parameter";
    private static final String FLOOR = "floor";
    private static final String DAYS = "days";
    private static final String DIRECTION = "direction";
    private static final String UP = "up";
    private static final String DOWN = "down";

    private static final Map<String, Parameter> PARAMETERS =
            Map.of("heart_rate", Parameter.PULSE_RATE, "weight", Parameter.BODY_WEIGHT, "sbp", Parameter.SYSTOLIC_BP);

    private static final int SHOWN_DECIMALS = 4;

    private final NumberSeries series;
    private final int days;
    private final BigDecimal floor;

    private BaselineChart(Members line) {
        Optional<Parameter> parameter = line.word(
                        PARAMETER, PARAMETERS.keySet().stream().sorted().toList())
                .map(PARAMETERS::get);
        series = NumberSeries.read(line, parameter);
        days = days(line);
        floor = floor(line)
                .or(() -> parameter.flatMap(RobustBaseline::madFloor))
                .orElse(BigDecimal.ZERO);
    }

    static ObjectNode robustZ(JsonNode line) {
        BaselineChart chart = new BaselineChart(Members.of(line, names()));
        return chart.answer((z, point) -> {});
    }

    static ObjectNode ewma(JsonNode line) {
        BaselineChart chart = new BaselineChart(Members.of(line, names()));
        return chart.answer(new Rule() {
            private Ewma ewma = Ewma.START;

            @Override
            public void add(BigDecimal z, ObjectNode point) {
                ewma = ewma.next(z);
                point.put("ewma", shown(ewma.average())).put("alert", ewma.isBeyondLimit());
            }
        });
    }

    static ObjectNode cusum(JsonNode line) {
        Members members = Members.of(line, names(DIRECTION));
        boolean falls = members.word(DIRECTION, List.of(UP, DOWN)).orElse(UP).equals(DOWN);
        BaselineChart chart = new BaselineChart(members);
        return chart.answer(new Rule() {
            private Cusum cusum = Cusum.START;

            @Override
            public void add(BigDecimal z, ObjectNode point) {
                cusum = cusum.next(falls ? z.negate() : z);
                point.put("cusum", shown(cusum.sum())).put("alert", cusum.isAboveLimit());
            }
        });
    }

    /** What a rule makes of one more z, oldest first. */
    private interface Rule {
        void add(BigDecimal z, ObjectNode point);
    }

    private ObjectNode answer(Rule rule) {
        List<Sample> samples = series.samples();
        List<@Nullable ObjectNode> points =
                new ArrayList<>(Collections.nCopies(series.points().size(), null));
        for (int index : series.oldestFirst()) {
            NumberSeries.Point given = series.points().get(index);
            BigDecimal value = given.value();
            if (value != null) {
                RobustBaseline.of(samples, given.time(), days, floor).ifPresent(baseline -> {
                    BigDecimal z = baseline.z(value);
                    ObjectNode point = JsonLines.object()
                            .put("median", shown(baseline.median()))
                            .put("sigma", shown(baseline.sigma()))
                            .put("z", shown(z));
                    rule.add(z, point);
                    points.set(index, point);
                });
            }
        }
        ObjectNode json = JsonLines.object();
        ArrayNode array = json.putArray(TrendRule.POINTS);
        points.forEach(array::add);
        return json;
    }

    private static List<String> names(String... more) {
        List<String> names = new ArrayList<>(List.of(TrendRule.SERIES, PARAMETER, FLOOR, DAYS));
        names.addAll(List.of(more));
        return names;
    }

    private static Optional<BigDecimal> floor(Members line) {
        Optional<BigDecimal> floor = line.number(FLOOR);
        if (floor.isPresent() && (floor.get().signum() < 0 || !NumberSeries.canBeReckonedWith(floor.get()))) {
            throw line.expected(FLOOR, "0 to a million");
        }
        return floor;
    }

    private static int days(Members line) {
        BigDecimal days = line.number(DAYS).orElse(BigDecimal.valueOf(RobustBaseline.LONGEST_DAYS));
        boolean inRange = days.compareTo(BigDecimal.valueOf(RobustBaseline.SHORTEST_DAYS)) >= 0
                && days.compareTo(BigDecimal.valueOf(RobustBaseline.LONGEST_DAYS)) <= 0;
        if (!inRange || days.compareTo(BigDecimal.valueOf(days.intValue())) != 0) {
            throw line.expected(
                    DAYS,
                    "a whole number from %d to %d"
                            .formatted(RobustBaseline.SHORTEST_DAYS, RobustBaseline.LONGEST_DAYS));
        }
        return days.intValue();
    }

    private static BigDecimal shown(BigDecimal value) {
        return value.setScale(SHOWN_DECIMALS, RoundingMode.HALF_UP);
    }
}
