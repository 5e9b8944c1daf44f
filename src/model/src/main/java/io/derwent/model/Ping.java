package io.derwent.model;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One read of one tag by one antenna, as it travels from the decoder to where it becomes presence. Pings are many, a third
 * of them never happens, and none is kept: what is derived from them is.
 *
 * @param reader        device id of the reader
 * @param antenna       its number at the reader
 * @param epc           the tag's EPC bank as upper-case hex, as read
 * @param rssiCdbm      peak strength in hundredths of dBm ({@code -5350}, the unit of Impinj's {@code peakRssiCdbm}; whole
 *     numbers add up alike in any order); null if the reader tells none
 * @param effectiveTime when the tag was read, by the reader's clock or, if marked so, by the gateway's
 * @param receivedAt    when the gateway took it in
 * @param marks         what a reader of it must know
 */
public record Ping(
        String tenant,
        String reader,
        int antenna,
        String epc,
        @Nullable Integer rssiCdbm,
        Instant effectiveTime,
        Instant receivedAt,
        Set<Mark> marks) {}
