package io.derwent.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything remembered of one thing's whereabouts between reads; the whole input of {@link PresenceWatch} besides profile
 * and event. A persistent format: fields may be added (they restore as null or 0), none renamed.
 *
 * <pre>
 *   effectiveTime ──▶
 *   ├── decided: the place counts, ──┼── the last ten seconds: decided ──┤
 *       and the last values          │   anew with each read             │
 *                              decidedBefore                       newest read
 * </pre>
 *
 * <p>Size: a slot is about 25 bytes, an antenna has at most {@value ReadPoint#MOST_SLOTS} of them; a thing that stands in one
 * zone has one antenna and less than 1 kB, one that departed 200 bytes. At most {@value #MOST_READ_POINTS} antennas.
 *
 * @param readPoints    what antennas heard of it lately; empty once it departed
 * @param decidedBefore second since 1970 before which nothing is decided again; reads of before come too late
 * @param decidedPlace  where it was then; null: nowhere
 * @param told          what was told last; null if it was never seen
 */
public record PresenceState(
        List<ReadPoint> readPoints,
        long decidedBefore,
        @Nullable String decidedPlace,
        @Nullable Told told) {
    /**
     * Reads may come this much later than the newest without being lost: whatever their order, they lead to the same place.
     * Our own choice: clocks of readers kept by NTP differ by less, and longer would only mean more to decide again.
     */
    static final int TOLERANCE_SECONDS = 10;

    /** No thing is heard by more antennas at once, unless many readers see into one room; then the latest count. */
    static final int MOST_READ_POINTS = 12;

    /** Of a thing never seen. */
    public static PresenceState empty() {
        return new PresenceState(List.of(), Long.MIN_VALUE, null, null);
    }

    /** The reader whose silence matters: that of the last read; empty if the thing was never seen. */
    public Optional<String> reader() {
        return Optional.ofNullable(told).map(Told::reader);
    }

    /**
     * What was told of a thing, and the facts its whereabouts rest on.
     *
     * @param place          where it is, or was when it departed
     * @param present        false: it departed
     * @param since          when it came to be so
     * @param moves          how many moves were told
     * @param lastSeenAt     effectiveTime of the last read at the place
     * @param reader         the reader of that read
     * @param antenna        its antenna
     * @param standing       how sure the place was then, 0 to 1
     * @param patienceMillis how long it may go unread before that means anything
     */
    public record Told(
            String place,
            boolean present,
            Instant since,
            long moves,
            Instant lastSeenAt,
            String reader,
            int antenna,
            double standing,
            long patienceMillis) {
        Told departed(Instant at) {
            return new Told(place, false, at, moves + 1, lastSeenAt, reader, antenna, standing, patienceMillis);
        }
    }
}
