package io.derwent.streamjobs.vitals;

import java.io.EOFException;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.types.StringValue;
import org.jspecify.annotations.Nullable;

/** Reads one value as {@link CompactWriter} wrote it, which draws the format. */
final class CompactReader {
    private static final HexFormat HEX = HexFormat.of();
    private static final int SEVEN_BITS = 0x7f;
    private static final int MORE = 0x80;

    private final DataInputView in;
    private final List<String> words = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private long lastSecond;

    CompactReader(DataInputView in) {
        this.in = in;
    }

    /** Reads one item of a list. */
    interface Item<T> {
        T read() throws IOException;
    }

    long count() throws IOException {
        long count = 0;
        int shift = 0;
        int part;
        do {
            part = in.readUnsignedByte();
            count |= (long) (part & SEVEN_BITS) << shift;
            shift += 7;
        } while ((part & MORE) != 0);
        return count;
    }

    long number() throws IOException {
        return signed(count());
    }

    private static long signed(long unsigned) {
        return (unsigned >>> 1) ^ -(unsigned & 1);
    }

    boolean flag() throws IOException {
        return in.readBoolean();
    }

    Instant time() throws IOException {
        return present(timeOrNone());
    }

    @Nullable
    Instant timeOrNone() throws IOException {
        long code = count();
        if (code == CompactWriter.NONE) {
            return null;
        }
        int unit = (int) ((code - 1) % CompactWriter.UNITS);
        lastSecond += signed((code - 1) / CompactWriter.UNITS);
        long nanos = unit == 0 ? 0 : count() * CompactWriter.UNIT_NANOS[unit];
        return Instant.ofEpochSecond(lastSecond, nanos);
    }

    String word() throws IOException {
        return present(text(words));
    }

    @Nullable
    String wordOrNone() throws IOException {
        return text(words);
    }

    String id() throws IOException {
        return present(text(ids));
    }

    @Nullable
    String idOrNone() throws IOException {
        return text(ids);
    }

    <E extends Enum<E>> E constant(Class<E> type) throws IOException {
        return Enum.valueOf(type, word());
    }

    private @Nullable String text(List<String> known) throws IOException {
        int code = (int) count();
        if (code == CompactWriter.NONE) {
            return null;
        }
        if (code >= CompactWriter.FIRST_KNOWN) {
            return known.get(code - CompactWriter.FIRST_KNOWN);
        }
        String text = code == CompactWriter.AS_HEX
                ? HEX.formatHex(bytes(CompactWriter.ID_BYTES))
                : StringValue.readString(in);
        known.add(text);
        return text;
    }

    BigDecimal decimal() throws IOException {
        long code = count();
        int scale = (int) signed(code / 2);
        return code % 2 == 0
                ? BigDecimal.valueOf(number(), scale)
                : new BigDecimal(new BigInteger(bytes((int) count())), scale);
    }

    private byte[] bytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    <T> List<T> list(Item<T> item) throws IOException {
        return items(count(), item);
    }

    <T> @Nullable List<T> listOrNone(Item<T> item) throws IOException {
        long code = count();
        return code == CompactWriter.NONE ? null : items(code - 1, item);
    }

    private static <T> List<T> items(long size, Item<T> item) throws IOException {
        List<T> items = new ArrayList<>((int) size);
        for (long i = 0; i < size; i++) {
            items.add(item.read());
        }
        return List.copyOf(items);
    }

    private static <T> T present(@Nullable T value) throws IOException {
        if (value == null) {
            throw new EOFException("a value is not there that always is");
        }
        return value;
    }
}
