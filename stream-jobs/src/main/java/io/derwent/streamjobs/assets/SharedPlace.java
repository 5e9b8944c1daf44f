package io.derwent.streamjobs.assets;

import io.derwent.model.Place;
import java.util.List;

/**
 * What is remembered of a place that is, or was, shared. A persistent format: fields may be added (they restore as null or 0),
 * none renamed.
 *
 * @param sharedWith tenants whose things are found there
 */
public record SharedPlace(long version, List<String> sharedWith) {
    static SharedPlace of(Place place) {
        return new SharedPlace(place.version(), place.sharedWith());
    }
}
