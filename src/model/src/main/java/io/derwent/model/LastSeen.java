package io.derwent.model;

import java.time.Instant;

/**
 * Where a thing was last, as facts that do not change while nobody reads its tag; what they are worth at a time is
 * {@link Whereabouts}. This is what is stored of each thing.
 *
 * @param asset          id of the asset, or the raw tag where nobody knows it
 * @param mobility       how it is expected to move about
 * @param moves          {@link AssetMove#seq()} of its last move; of two states the one with more moves is newer, of equal
 *     ones the one seen later
 * @param place          where it is, or was when it departed ({@link Place#id()})
 * @param present        false: it departed
 * @param since          when it came to be so
 * @param lastSeenAt     effectiveTime of its last read there
 * @param reader         the reader of that read
 * @param antenna        its antenna
 * @param standing       0 to 1: how sure the place was when it was last seen
 * @param patienceMillis how long it may go unread, as often as it was read, before that means anything
 */
public record LastSeen(
        String tenant,
        String asset,
        Mobility mobility,
        long moves,
        String place,
        boolean present,
        Instant since,
        Instant lastSeenAt,
        String reader,
        int antenna,
        double standing,
        long patienceMillis) {}
