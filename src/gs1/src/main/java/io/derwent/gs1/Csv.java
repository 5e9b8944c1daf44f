package io.derwent.gs1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables that lie beside this module's classes: a line of names, then rows; commas within quotes belong to a value. */
public final class Csv {
    private Csv() {}

    /** Rows of a table beside the given class, each by column name; an absent value is empty. */
    public static List<Map<String, String>> rows(Class<?> beside, String file) {
        try (InputStream bytes = beside.getResourceAsStream(file)) {
            if (bytes == null) {
                throw new IllegalStateException(file + " is not beside " + beside);
            }
            List<String> lines = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
            List<String> names = values(lines.get(0));
            return lines.stream().skip(1).map(line -> row(names, values(line))).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a column that the table has. */
    public static String value(Map<String, String> row, String column) {
        String value = row.get(column);
        if (value == null) {
            throw new IllegalStateException("there is no column " + column + " in " + row.keySet());
        }
        return value;
    }

    private static Map<String, String> row(List<String> names, List<String> values) {
        if (names.size() != values.size()) {
            throw new IllegalStateException("%s has %d values, not %d".formatted(values, values.size(), names.size()));
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            row.put(names.get(i), values.get(i));
        }
        return row;
    }

    private static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString());
        return values;
    }
}
