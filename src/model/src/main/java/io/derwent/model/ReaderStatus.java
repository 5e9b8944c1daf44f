package io.derwent.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a reader is heard of. Any message of it counts, with tags or without.
 *
 * @param reader      its device id
 * @param continuous  whether it is expected to be heard of all the time; a handheld's silence says nothing
 * @param heardSince  since when it has been heard of without a silence, by the gateway's clock
 * @param lastHeardAt when it was last heard of, as far as this status knows
 * @param silentSince when it was last heard of, if it counts as silent; null while it does not
 */
public record ReaderStatus(
        String tenant,
        String reader,
        boolean continuous,
        Instant heardSince,
        Instant lastHeardAt,
        @Nullable Instant silentSince) {}
