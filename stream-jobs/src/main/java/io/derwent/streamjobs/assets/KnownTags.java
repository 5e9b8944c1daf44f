package io.derwent.streamjobs.assets;

import java.util.List;

/**
 * What is remembered of an asset: what its tags are known by. A persistent format: fields may be added (they restore as null
 * or 0), none renamed.
 */
public record KnownTags(long version, List<String> tags) {}
