package io.derwent.gs1.epc;

import io.derwent.gs1.Csv;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the first byte of an EPC memory bank announces (TDS 14.2).
 *
 * @param scheme      name of the scheme, such as {@code GIAI-96}, or in brackets what it is instead
 * @param isAnEpc     whether it announces an EPC at all
 * @param gen2Bits    how much of a tag's memory the scheme takes; empty if that varies
 * @param epcBits     how many bits of it count
 */
record EpcHeader(int value, String scheme, boolean isAnEpc, Optional<Integer> epcBits, Optional<Integer> gen2Bits) {
    static final int BITS = 8;
    static final int UNPROGRAMMED = 0x00;
    static final int TID = 0xE2;

    private static final Map<Integer, EpcHeader> HEADERS = read();

    static Optional<EpcHeader> of(int value) {
        return Optional.ofNullable(HEADERS.get(value));
    }

    /** The header of a scheme that the table has. */
    static EpcHeader of(String scheme) {
        return HEADERS.values().stream()
                .filter(header -> header.scheme().equals(scheme))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no header announces " + scheme));
    }

    private static Map<Integer, EpcHeader> read() {
        Map<Integer, EpcHeader> headers = new HashMap<>();
        for (Map<String, String> row : Csv.rows(EpcHeader.class, "epc_headers.csv")) {
            int value = Integer.parseInt(Csv.value(row, "header_hex"), 16);
            headers.put(
                    value,
                    new EpcHeader(
                            value,
                            Csv.value(row, "scheme"),
                            Csv.value(row, "status").startsWith("current")
                                    || Csv.value(row, "status").equals("deprecated"),
                            number(Csv.value(row, "epc_bits")),
                            number(Csv.value(row, "gen2_memory_bits"))));
        }
        return Map.copyOf(headers);
    }

    private static Optional<Integer> number(String text) {
        return text.isEmpty() || text.equals("variable") ? Optional.empty() : Optional.of(Integer.valueOf(text));
    }
}
