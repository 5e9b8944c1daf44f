package io.derwent.streamjobs.assets;

import io.derwent.model.Mobility;
import io.derwent.model.OwnedId;
import io.derwent.presence.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * A thing was seen.
 *
 * @param tenant     whose thing it is; the reader's own tenant where nobody knows
 * @param asset      id of the asset, or what the tag is known by where nobody knows whose it is
 * @param unknownTag the tag, where nobody knows whose it is; null otherwise
 * @param sighting   its place and reader as {@code tenant} writes them ({@link OwnedId})
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

    /** A guest's thing: its owner's to see, at another's place and by another's reader. */
    static Seen of(PlacedRead read, TagClaims.Claim guest) {
        Sighting here = read.sighting();
        return new Seen(
                guest.tenant(),
                guest.asset(),
                guest.mobility(),
                null,
                new Sighting(
                        new OwnedId(read.tenant(), here.place()).in(guest.tenant()),
                        new OwnedId(read.tenant(), here.reader()).in(guest.tenant()),
                        here.antenna(),
                        here.rssiCdbm(),
                        here.effectiveTime()));
    }

    static Seen unknown(PlacedRead read) {
        return new Seen(
                read.tenant(), read.tag(), Mobility.ASSET_TRACKING, new Tag(read.epc(), read.key()), read.sighting());
    }
}
