package io.derwent.gs1.epc;

import io.derwent.gs1.Csv;
import java.util.List;
import java.util.Map;

/**
 * How the bits of a scheme are shared between company prefix and reference: one row of its partition table (TDS 14).
 *
 * @param value           0 for a prefix of 12 digits … 6 for one of 6; 7 is invalid
 * @param referenceLength digits of the reference, or most characters where its length varies
 */
record Partition(int value, int prefixBits, int prefixDigits, int referenceBits, int referenceLength) {
    static final int LONGEST_PREFIX = 12;
    static final int SHORTEST_PREFIX = 6;

    /** The table of a scheme, in order of partition value. */
    static List<Partition> table(String scheme) {
        List<Partition> table = Csv.rows(Partition.class, "partitions.csv").stream()
                .filter(row -> Csv.value(row, "scheme").equals(scheme))
                .map(row -> new Partition(
                        number(row, "partition"),
                        number(row, "gcp_bits"),
                        number(row, "gcp_digits"),
                        number(row, "other_bits"),
                        number(row, "other_digits_or_max_chars")))
                .toList();
        for (int i = 0; i <= LONGEST_PREFIX - SHORTEST_PREFIX; i++) {
            if (table.get(i).value() != i || table.get(i).prefixDigits() != LONGEST_PREFIX - i) {
                throw new IllegalStateException("partition table of " + scheme + " is out of order at " + i);
            }
        }
        return table;
    }

    private static int number(Map<String, String> row, String column) {
        return Integer.parseInt(Csv.value(row, column));
    }
}
