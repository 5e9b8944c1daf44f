package io.derwent.streamjobs.assets;

import io.derwent.model.Mobility;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The things a tag is said to be on, whosever they are. A persistent format: fields may be added (they restore as null or 0),
 * none renamed.
 */
public record TagClaims(List<Claim> claims) {
    /** A tenant says the tag is on this thing of its own. */
    public record Claim(String tenant, String asset, Mobility mobility) {
        boolean isOf(TagOwner owner) {
            return tenant.equals(owner.tenant()) && asset.equals(owner.asset());
        }
    }

    static TagClaims none() {
        return new TagClaims(List.of());
    }

    TagClaims with(TagOwner news) {
        List<Claim> changed = new ArrayList<>(claims);
        changed.removeIf(claim -> claim.isOf(news));
        if (news.owns()) {
            changed.add(new Claim(news.tenant(), news.asset(), news.mobility()));
        }
        return new TagClaims(List.copyOf(changed));
    }

    /** Whose it is, of these tenants; empty if nobody's or said to be several's: never guessed. */
    Optional<Claim> onlyOf(Collection<String> tenants) {
        List<Claim> found = claims.stream()
                .filter(claim -> tenants.contains(claim.tenant()))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
