package io.derwent.wire;

import io.derwent.model.Ids;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a reading: what the device sent, never what we decoded from it, so that a decoder fix writes the same id
 * with a higher revision. A persistent format.
 */
public final class ReadingIds {
    private ReadingIds() {}

    /**
     * Id of a reading with a device time or a provider's record id: hash of tenant, device and the record id, or else kind,
     * time as sent, source bytes and element.
     *
     * @throws IllegalArgumentException if it has neither
     */
    public static String of(String tenant, String device, DecodedReading reading, byte[] source) {
        @Nullable String recordId = reading.recordId();
        if (recordId != null) {
            return Ids.of("reading-by-record", tenant, device, recordId, element(reading));
        }
        @Nullable String timeText = reading.deviceTimeText();
        if (timeText == null) {
            throw new IllegalArgumentException("a reading without time and record id needs its receivedAt");
        }
        return Ids.of(source, "reading-by-content", tenant, device, kind(reading), timeText, element(reading));
    }

    /** Id of a reading with neither device time nor record id, first accepted at {@code receivedAt}. */
    public static String withoutTime(
            String tenant, String device, DecodedReading reading, byte[] source, Instant receivedAt) {
        return Ids.of(
                source,
                "reading-by-arrival",
                tenant,
                device,
                kind(reading),
                Long.toString(receivedAt.toEpochMilli()),
                element(reading));
    }

    /** Whether {@link #of} can tell its identity, or only its arrival does. */
    public static boolean needsArrival(DecodedReading reading) {
        return reading.recordId() == null && reading.deviceTimeText() == null;
    }

    /** What is equal for identical content of a device without a clock; such content within 60 s is one reading. */
    public static String contentKey(String tenant, String device, DecodedReading reading, byte[] source) {
        return Ids.of(source, "content", tenant, device, kind(reading), element(reading));
    }

    private static String kind(DecodedReading reading) {
        return reading.measurement().kind().code();
    }

    private static String element(DecodedReading reading) {
        return Integer.toString(reading.element());
    }
}
