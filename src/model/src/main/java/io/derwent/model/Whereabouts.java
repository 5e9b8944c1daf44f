package io.derwent.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to "where is it?" at a time: never a place alone, always with its age and what it is worth.
 *
 * @param place             where it is, or was when it departed ({@link Place#id()})
 * @param present           false: it departed; the place is where it was last seen
 * @param since             when it came to be so
 * @param lastSeenAt        when its tag was last read there
 * @param ageSeconds        how long ago that is
 * @param confidence        0 to 1: how sure it is that the thing is at the place
 * @param readerSilentSince when the reader of that place was last heard of, while it counts as silent; null otherwise
 */
public record Whereabouts(
        String place,
        boolean present,
        Instant since,
        Instant lastSeenAt,
        long ageSeconds,
        double confidence,
        @Nullable Instant readerSilentSince) {}
