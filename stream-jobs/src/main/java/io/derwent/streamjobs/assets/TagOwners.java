package io.derwent.streamjobs.assets;

import io.derwent.model.Mobility;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The things a tag is said to be on: one, except while a tag changes hands. A persistent format: fields may be added (they
 * restore as null or 0), none renamed.
 */
public record TagOwners(List<Owner> owners) {
    /** A thing the tag is on. */
    public record Owner(String asset, Mobility mobility) {}

    static TagOwners none() {
        return new TagOwners(List.of());
    }

    TagOwners with(TagOwner news) {
        List<Owner> changed = new ArrayList<>(owners);
        changed.removeIf(owner -> owner.asset().equals(news.asset()));
        if (news.owns()) {
            changed.add(new Owner(news.asset(), news.mobility()));
        }
        return new TagOwners(List.copyOf(changed));
    }

    /** Whose it is; empty if nobody's or said to be several's: never guessed. */
    Optional<Owner> only() {
        return owners.size() == 1 ? Optional.of(owners.get(0)) : Optional.empty();
    }
}
