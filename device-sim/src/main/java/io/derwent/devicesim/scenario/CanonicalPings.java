package io.derwent.devicesim.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the canonical ping JSON, an array of reads: the same reads, the same bytes. */
public final class CanonicalPings {
    public static final String CONTENT_TYPE = "application/vnd.derwent.ping+json";

    private static final int TENTHS = 1;

    private CanonicalPings() {}

    /**
     * A whole message; of no reads an empty round.
     *
     * @param reader what the reader calls itself: its device id, or the GLN, with or without extension, of a place
     */
    public static byte[] of(String reader, List<Read> reads) {
        ArrayNode message = JsonNodeFactory.instance.arrayNode();
        for (Read read : reads) {
            ObjectNode ping = message.addObject();
            ping.put("reader", reader);
            ping.put("antenna", read.antenna());
            ping.put("epc", read.epc());
            ping.put("rssi", BigDecimal.valueOf(read.rssiTenths(), TENTHS));
            if (read.time() != null) {
                ping.put("time", read.time().toString());
            }
        }
        return CanonicalPayload.bytes(message);
    }

    /**
     * One read of one tag.
     *
     * @param epc        upper-case hex
     * @param rssiTenths strength in tenths of dBm
     * @param time       by the reader's clock; null if it has none
     */
    public record Read(
            int antenna,
            String epc,
            int rssiTenths,
            @Nullable Instant time) {
        Read at(@Nullable Instant newTime) {
            return new Read(antenna, epc, rssiTenths, newTime);
        }
    }
}
