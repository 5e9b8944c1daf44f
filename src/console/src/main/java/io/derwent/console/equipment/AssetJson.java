package io.derwent.console.equipment;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.derwent.model.Asset;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.Place;
import io.derwent.model.Whereabouts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A thing as the API and the stream show it; {@code whereabouts} is absent where it was never seen. */
public record AssetJson(
        String id,
        String tenant,
        long version,
        String name,
        String type,
        @Nullable String number,
        List<String> keys,
        List<String> epcs,
        Mobility mobility,
        boolean active,
        String state,
        @Nullable Where whereabouts) {
    public static AssetJson of(Located located) {
        Asset asset = located.asset();
        return new AssetJson(
                asset.id(),
                asset.tenant(),
                asset.version(),
                asset.name(),
                asset.type(),
                asset.number(),
                asset.keys().stream().map(Asset.Key::text).toList(),
                asset.epcs(),
                asset.mobility(),
                asset.active(),
                located.state().code(),
                Where.of(located));
    }

    /**
     * Where it is, how old that is and what it is worth.
     *
     * @param placeName absent where nobody knows the place any more
     * @param path      names of what the place lies in, the site first, and its own
     * @param reader    read its tag last, with this antenna
     */
    public record Where(
            @JsonUnwrapped Whereabouts now, @Nullable String placeName, List<String> path, String reader, int antenna) {
        static @Nullable Where of(Located located) {
            @Nullable LastSeen seen = located.seen();
            @Nullable Whereabouts where = located.where();
            return seen == null || where == null
                    ? null
                    : new Where(
                            where,
                            located.placeName().orElse(null),
                            located.path().stream().map(Place::name).toList(),
                            seen.reader(),
                            seen.antenna());
        }
    }
}
