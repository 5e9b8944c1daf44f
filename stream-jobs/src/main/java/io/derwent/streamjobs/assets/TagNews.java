package io.derwent.streamjobs.assets;

import io.derwent.streamjobs.Opened;
import org.jspecify.annotations.Nullable;

/** What {@link IdentifyGuests} hears of a tag: that it was read, or whose it is. Exactly one component is set. */
public record TagNews(@Nullable PlacedRead read, @Nullable TagOwner owner) {
    static TagNews of(PlacedRead read) {
        return new TagNews(read, null);
    }

    static TagNews of(TagOwner owner) {
        return new TagNews(null, owner);
    }

    String tag() {
        return read != null ? read.tag() : Opened.of(owner).tag();
    }
}
