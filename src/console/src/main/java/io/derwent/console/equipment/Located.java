package io.derwent.console.equipment;

import io.derwent.model.Asset;
import io.derwent.model.LastSeen;
import io.derwent.model.Whereabouts;
import org.jspecify.annotations.Nullable;

/**
 * A thing and where it is, as of now.
 *
 * @param seen      where it was last, as stored; null if it was never seen
 * @param where     the same with its age and what it is worth now; null if it was never seen
 * @param placeName what people call that place; null if it was never seen, or nobody knows the place any more
 */
public record Located(
        Asset asset,
        @Nullable LastSeen seen,
        @Nullable Whereabouts where,
        @Nullable String placeName) {}
