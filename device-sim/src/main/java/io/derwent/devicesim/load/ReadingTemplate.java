package io.derwent.devicesim.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A valid canonical reading of a fixed size in which only digits change from one message to the next, so that making one
 * costs nothing worth measuring:
 *
 * <pre>{@code
 * {"kind":"bp_panel","effectiveTime":"2026-11-22T08:05:00.123Z","id":"1a2b3c4d5e-00017-0000000042","systolic":132,…,"note":"…"}
 *                                     ^^^^^^^^^^^^^^^^^^^^^^^                    ^^^^^^^^^^
 * }</pre>
 */
final class ReadingTemplate {
    /** Least size of a payload. */
    static final int LEAST_BYTES = 170;

    private static final String HEAD = "{\"kind\":\"bp_panel\",\"effectiveTime\":\"";
    private static final String TIME = "0000-00-00T00:00:00.000Z";
    private static final String COUNTER = "0000000000";
    private static final long MILLIS_OF_A_DAY = 86_400_000L;

    private final byte[] bytes;
    private final int time;
    private final int counter;
    private long day = Long.MIN_VALUE;

    /**
     * The template of one connection.
     *
     * @param run        tells this run's record ids from another's
     * @param connection tells this connection's from another's
     */
    ReadingTemplate(int payloadBytes, Instant run, int connection) {
        String id = "\",\"id\":\"%011x-%05d-".formatted(run.toEpochMilli(), connection);
        String values = "\",\"systolic\":132,\"diastolic\":84,\"pulse\":71,\"note\":\"";
        String unpadded = HEAD + TIME + id + COUNTER + values + "\"}";
        String note = "x".repeat(payloadBytes - unpadded.length());
        bytes = (HEAD + TIME + id + COUNTER + values + note + "\"}").getBytes(StandardCharsets.US_ASCII);
        time = HEAD.length();
        counter = HEAD.length() + TIME.length() + id.length();
    }

    /** The payload of the n-th message, taken at this time; the same array each time. */
    byte[] payload(long n, long epochMillis) {
        digits(counter, COUNTER.length(), n);
        putTime(epochMillis);
        return bytes;
    }

    private void putTime(long epochMillis) {
        long today = Math.floorDiv(epochMillis, MILLIS_OF_A_DAY);
        if (today != day) {
            day = today;
            LocalDate date =
                    Instant.ofEpochMilli(epochMillis).atZone(ZoneOffset.UTC).toLocalDate();
            digits(time, 4, date.getYear());
            digits(time + 5, 2, date.getMonthValue());
            digits(time + 8, 2, date.getDayOfMonth());
        }
        long millis = Math.floorMod(epochMillis, MILLIS_OF_A_DAY);
        digits(time + 11, 2, millis / 3_600_000);
        digits(time + 14, 2, millis / 60_000 % 60);
        digits(time + 17, 2, millis / 1000 % 60);
        digits(time + 20, 3, millis % 1000);
    }

    private void digits(int at, int count, long value) {
        long rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
