package io.derwent.model;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A thing arrived, moved or departed, as far as its tag tells. Derived events, never raw pings, become EPCIS events.
 *
 * <pre>
 *   (nowhere)  ARRIVED ── MOVED* ── DEPARTED ── ARRIVED …
 * </pre>
 *
 * @param id         hash of tenant, asset and this step: the same step always has the same id
 * @param asset      id of the asset, or the raw tag where nobody knows it
 * @param seq        counts the moves of one thing from 1: their order, whatever their times
 * @param place      where it is now ({@link Place#id()}; EPCIS {@code bizLocation}); null when it departed
 * @param fromPlace  where it was before; null when it arrived
 * @param at         effectiveTime of the read that decided, or the time by which it was unseen for too long; never before
 *     the move before
 * @param confidence 0 to 1: how sure it is of {@code place}, or of having left {@code fromPlace} when it departed
 * @param evidence   what it rests on
 */
public record AssetMove(
        String id,
        String tenant,
        String asset,
        long seq,
        Kind kind,
        @Nullable String place,
        @Nullable String fromPlace,
        Instant at,
        double confidence,
        Evidence evidence) {
    /** What became of a thing. */
    public enum Kind {
        ARRIVED,
        MOVED,
        DEPARTED;

        /** The name on our topics, in tables and APIs. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The reads a move rests on.
     *
     * @param reader     device id of the reader that read the tag last, at the place in question
     * @param antenna    its antenna; reader and antenna are EPCIS' {@code readPoint}
     * @param reads      how many reads count, of at most the last 20 seconds with reads
     * @param rssiCdbm   their mean strength in hundredths of dBm; null if no reader told any
     * @param marginCdbm by how much that is above the next best place in range; null if there is none, or no strength
     * @param lastSeenAt effectiveTime of the last of them
     */
    public record Evidence(
            String reader,
            int antenna,
            int reads,
            @Nullable Integer rssiCdbm,
            @Nullable Integer marginCdbm,
            Instant lastSeenAt) {}
}
