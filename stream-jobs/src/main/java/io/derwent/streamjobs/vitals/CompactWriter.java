package io.derwent.streamjobs.vitals;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Writes one value in few bytes: what repeats is written once, and what is near to what stands before it as how far it is from
 * that. {@link CompactReader} reads it. A persistent format:
 *
 * <pre>
 *   count     7 bits a byte, the lowest first, 0x80 on all bytes but the last
 *   number    a count: 0, -1, 1, -2, 2 … as 0, 1, 2, 3, 4 …
 *   flag      a byte, 0 or 1
 *   time      0: none; else a count, 1 more than (seconds since the time written before, as for a number) * 4 + unit;
 *             unit 0: whole seconds, 1, 2, 3: then, as a count, the milli-, micro- or nanoseconds of the second.
 *             Before the first time stands 1970
 *   word, id  0: none; 1: then a text as Flink writes it; 2: then 16 bytes, of which it is the hex; else 3 more than its
 *             place, from 0, among the different words, or ids, of this value
 *   constant  its name, as a word
 *   decimal   a count: scale, as for a number, * 2; then a number, its digits.
 *             Where they are more than a long: 1 more, then a count of bytes, and these
 *   list      a count of items, and these; where there may be no list, 1 more, and 0 for none
 * </pre>
 */
final class CompactWriter {
    static final int NONE = 0;
    static final int AS_TEXT = 1;
    static final int AS_HEX = 2;
    static final int FIRST_KNOWN = 3;
    static final int ID_BYTES = 16;
    static final int UNITS = 4;

    /** How many nanoseconds each unit of a time has; the first of them is none. */
    static final int[] UNIT_NANOS = {1_000_000_000, 1_000_000, 1_000, 1};

    private static final HexFormat HEX = HexFormat.of();
    private static final int LONGEST_UNSCALED_BITS = 63;
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final DataOutputView out;
    private final Map<String, Integer> words = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private long lastSecond;

    CompactWriter(DataOutputView out) {
        this.out = out;
    }

    /** Writes one item of a list. */
    interface Item<T> {
        void write(T item) throws IOException;
    }

    void count(long count) throws IOException {
        long left = count;
        while ((left & ~SEVEN_BITS) != 0) {
            out.writeByte((int) (left & SEVEN_BITS) | MORE);
            left >>>= 7;
        }
        out.writeByte((int) left);
    }

    void number(long number) throws IOException {
        count(unsigned(number));
    }

    private static long unsigned(long number) {
        return (number << 1) ^ (number >> 63);
    }

    void flag(boolean flag) throws IOException {
        out.writeBoolean(flag);
    }

    void time(@Nullable Instant time) throws IOException {
        if (time == null) {
            count(NONE);
            return;
        }
        int nanos = time.getNano();
        int unit = 0;
        while (nanos % UNIT_NANOS[unit] != 0) {
            unit++;
        }
        count(unsigned(time.getEpochSecond() - lastSecond) * UNITS + unit + 1);
        if (unit > 0) {
            count(nanos / UNIT_NANOS[unit]);
        }
        lastSecond = time.getEpochSecond();
    }

    void word(@Nullable String word) throws IOException {
        text(word, words);
    }

    void id(@Nullable String id) throws IOException {
        text(id, ids);
    }

    void constant(Enum<?> constant) throws IOException {
        word(constant.name());
    }

    private void text(@Nullable String text, Map<String, Integer> known) throws IOException {
        if (text == null) {
            count(NONE);
            return;
        }
        @Nullable Integer place = known.putIfAbsent(text, known.size());
        if (place != null) {
            count(place + FIRST_KNOWN);
        } else if (isHex(text)) {
            count(AS_HEX);
            out.write(HEX.parseHex(text));
        } else {
            count(AS_TEXT);
            StringValue.writeString(text, out);
        }
    }

    private static boolean isHex(String text) {
        if (text.length() != 2 * ID_BYTES) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return false;
            }
        }
        return true;
    }

    void decimal(BigDecimal decimal) throws IOException {
        BigInteger unscaled = decimal.unscaledValue();
        boolean isLong = unscaled.bitLength() <= LONGEST_UNSCALED_BITS;
        count(unsigned(decimal.scale()) * 2 + (isLong ? 0 : 1));
        if (isLong) {
            number(unscaled.longValue());
        } else {
            byte[] bytes = unscaled.toByteArray();
            count(bytes.length);
            out.write(bytes);
        }
    }

    <T> void list(List<T> items, Item<T> item) throws IOException {
        count(items.size());
        each(items, item);
    }

    <T> void listOrNone(@Nullable List<T> items, Item<T> item) throws IOException {
        if (items == null) {
            count(NONE);
            return;
        }
        count(items.size() + 1L);
        each(items, item);
    }

    private static <T> void each(List<T> items, Item<T> item) throws IOException {
        for (T one : items) {
            item.write(one);
        }
    }
}
