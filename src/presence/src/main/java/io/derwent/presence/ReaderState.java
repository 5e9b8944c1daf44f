package io.derwent.presence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one reader: about 50 bytes. A persistent format: fields may be added (they restore as null or 0),
 * none renamed.
 *
 * @param heardSince  since when it has been heard of without a silence; null if it never was
 * @param lastHeardAt when it was last heard of; null if it never was
 * @param silent      whether its silence was told
 */
public record ReaderState(
        @Nullable Instant heardSince, @Nullable Instant lastHeardAt, boolean silent) {
    /** Of a reader never heard of. */
    public static ReaderState empty() {
        return new ReaderState(null, null, false);
    }
}
