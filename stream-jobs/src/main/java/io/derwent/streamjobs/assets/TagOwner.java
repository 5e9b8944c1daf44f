package io.derwent.streamjobs.assets;

import io.derwent.model.Mobility;

/**
 * A tag is, or is no longer, on a thing.
 *
 * @param tag  what the tag is known by ({@link PlacedRead#tag})
 * @param owns false: no longer
 */
public record TagOwner(String tenant, String tag, String asset, Mobility mobility, boolean owns) {}
