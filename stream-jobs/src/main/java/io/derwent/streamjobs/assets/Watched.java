package io.derwent.streamjobs.assets;

import io.derwent.model.Mobility;
import io.derwent.presence.MobilityProfile;
import io.derwent.presence.PresenceState;
import io.derwent.presence.PresenceWatch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a thing: {@link PresenceState}, which states its size, and 200 bytes. A persistent format: fields may
 * be added (they restore as null or 0), none renamed.
 *
 * @param unknownTag  the tag, where nobody knows whose it is
 * @param writtenSeen {@code lastSeenAt} as it was written last; null if it never was
 * @param timerAt     when it is looked at again, milliseconds since 1970; 0: never
 */
public record Watched(
        String tenant,
        String asset,
        Mobility mobility,
        Seen.@Nullable Tag unknownTag,
        PresenceState presence,
        @Nullable Instant writtenSeen,
        long timerAt) {
    PresenceWatch watch() {
        return new PresenceWatch(tenant, asset, MobilityProfile.of(mobility));
    }
}
