package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every AI that GS1 has assigned ({@code ais.csv}), and which of them we read. To read one more, add its code to
 * {@link #READ} and, if its format names a rule that {@link Content} does not have, the rule.
 */
final class AiTable {
    private static final Set<String> READ = Set.of(
            "00", "01", "10", "11", "12", "13", "15", "16", "17", "21", "22", "235", "254", "414", "8003", "8004");

    private static final Map<String, Map<String, String>> ASSIGNED = Csv.rows(AiTable.class, "ais.csv").stream()
            .collect(Collectors.toMap(
                    row -> Csv.value(row, "ai"), row -> row, (first, second) -> first, LinkedHashMap::new));
    private static final Map<String, Ai> AIS = READ.stream()
            .collect(Collectors.toMap(code -> code, code -> ai(code, ASSIGNED.getOrDefault(code, Map.of()))));
    private static final Map<String, Integer> DIGITS = numbers("ai_digits_by_prefix.csv", "ai_digits");
    private static final Map<String, Integer> FIXED_LENGTHS = numbers("fixed_length_prefixes.csv", "value_length");
    private static final Map<String, Integer> FIXED_DIGITS = numbers("fixed_length_prefixes.csv", "ai_digits");

    private AiTable() {}

    static Ai read(String code) {
        Ai ai = AIS.get(code);
        if (ai != null) {
            return ai;
        }
        Map<String, String> row = ASSIGNED.get(code);
        throw row == null
                ? InvalidGs1.aboutAi(Rule.UNKNOWN_AI, code, 0, "is unknown")
                : InvalidGs1.aboutAi(
                        Rule.NOT_READ_YET, code, 0, (Csv.value(row, "data_title") + " is not read yet").strip());
    }

    static boolean isAssigned(String code) {
        return ASSIGNED.containsKey(code);
    }

    static boolean isPrimaryKey(String code) {
        Map<String, String> row = ASSIGNED.get(code);
        return row != null && Csv.value(row, "digital_link_primary_key").equals("Y");
    }

    /** How many digits an AI has that begins with these two; 0 if none does. Known for some that are not assigned. */
    static int digits(String firstTwo) {
        Integer digits = DIGITS.getOrDefault(firstTwo, FIXED_DIGITS.get(firstTwo));
        return digits == null ? 0 : digits;
    }

    /** Length of every value whose AI begins with these two digits, assigned or not; null if it varies. */
    static @Nullable Integer fixedLength(String firstTwo) {
        return FIXED_LENGTHS.get(firstTwo);
    }

    private static Ai ai(String code, Map<String, String> row) {
        return new Ai(
                code,
                Csv.value(row, "data_title"),
                Format.parse(Csv.value(row, "format_spec")),
                Csv.value(row, "fnc1_required").equals("Y"),
                new Ai.Association(
                        Csv.value(row, "digital_link_attribute").equals("Y"),
                        Csv.value(row, "digital_link_primary_key").equals("Y"),
                        split(Csv.value(row, "digital_link_key_qualifiers"), "\\|")
                                .map(order -> split(order, ",").toList())
                                .toList(),
                        split(Csv.value(row, "excludes"), ",").toList(),
                        split(Csv.value(row, "requires_one_of"), " AND ")
                                .map(AiTable::alternatives)
                                .toList()));
    }

    private static List<List<String>> alternatives(String text) {
        return split(text, ",").map(all -> split(all, "\\+").toList()).toList();
    }

    private static Stream<String> split(String text, String separator) {
        return text.isEmpty() ? Stream.empty() : Arrays.stream(text.split(separator));
    }

    private static Map<String, Integer> numbers(String file, String column) {
        return Csv.rows(AiTable.class, file).stream()
                .collect(Collectors.toMap(
                        row -> Csv.value(row, "first_two_digits"), row -> Integer.valueOf(Csv.value(row, column))));
    }
}
