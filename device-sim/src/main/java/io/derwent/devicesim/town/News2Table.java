package io.derwent.devicesim.town;

import io.derwent.model.Finding;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What a complete observation set must score on either SpO2 scale, looked up in the published table (NEWS2, RCP 2017) row by
 * row. A second opinion that shares no code with the product, which is what the ledger holds the product's scores against.
 */
final class News2Table {
    private static final Map<String, Parameter> PARAMETERS = Map.of(
            "respiration_rate", Parameter.RESPIRATORY_RATE,
            "spo2", Parameter.SPO2,
            "systolic_bp", Parameter.SYSTOLIC_BP,
            "pulse", Parameter.PULSE_RATE,
            "temperature", Parameter.BODY_TEMPERATURE);

    private static final List<String[]> ROWS = rows();

    private News2Table() {}

    /**
     * 0 to 20. Only for sets in which nothing is missing.
     *
     * @param spo2Scale 1 or 2
     */
    static int total(Measurement observations, int spo2Scale) {
        int total = 0;
        for (String[] row : ROWS) {
            if (applies(row, observations, spo2Scale)) {
                total += Integer.parseInt(row[5]);
            }
        }
        return total;
    }

    private static boolean applies(String[] row, Measurement observations, int spo2Scale) {
        String gas = observations.finding(Finding.AIR_OR_OXYGEN).orElseThrow();
        Parameter parameter = PARAMETERS.get(row[0]);
        if (parameter != null) {
            BigDecimal value = observations.quantity(parameter).orElseThrow();
            boolean ofThisScale = row[1].isEmpty() || row[1].equals(Integer.toString(spo2Scale));
            boolean whileBreathing = row[2].equals("any") || row[2].equals("on_" + gas);
            return ofThisScale && whileBreathing && isWithin(row[3], row[4], value);
        }
        if (row[0].equals("air_or_oxygen")) {
            return row[2].equals(gas);
        }
        boolean alert =
                observations.finding(Finding.CONSCIOUSNESS).orElseThrow().equals("A");
        return alert ? row[2].equals("alert") : row[2].equals("voice"); // all but alert score the same
    }

    private static boolean isWithin(String lower, String upper, BigDecimal value) {
        return (lower.isEmpty() || value.compareTo(new BigDecimal(lower)) >= 0)
                && (upper.isEmpty() || value.compareTo(new BigDecimal(upper)) <= 0);
    }

    private static List<String[]> rows() {
        try (InputStream table = News2Table.class.getResourceAsStream("news2.csv")) {
            if (table == null) {
                throw new IllegalStateException("news2.csv is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("news2.csv cannot be read", e);
        }
    }
}
