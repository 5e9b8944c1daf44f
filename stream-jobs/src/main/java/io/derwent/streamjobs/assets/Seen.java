package io.derwent.streamjobs.assets;

import io.derwent.model.Mobility;
import io.derwent.presence.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * A thing was seen.
 *
 * @param asset      id of the asset, or what the tag is known by where nobody knows whose it is
 * @param unknownTag the tag, where nobody knows whose it is; null otherwise
 */
public record Seen(
        String tenant,
        String asset,
        Mobility mobility,
        @Nullable Tag unknownTag,
        Sighting sighting) {
    /**
     * A tag that is on nothing we know.
     *
     * @param epc the tag's bits as upper-case hex
     * @param key the GS1 key they say; null if they are no EPC that we read
     */
    public record Tag(String epc, @Nullable String key) {}

    static Seen of(PlacedRead read, TagOwners.Owner owner) {
        return new Seen(read.tenant(), owner.asset(), owner.mobility(), null, read.sighting());
    }

    static Seen unknown(PlacedRead read) {
        return new Seen(
                read.tenant(), read.tag(), Mobility.ASSET_TRACKING, new Tag(read.epc(), read.key()), read.sighting());
    }
}
