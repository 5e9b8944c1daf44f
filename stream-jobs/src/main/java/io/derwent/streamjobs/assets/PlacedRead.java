package io.derwent.streamjobs.assets;

import io.derwent.gs1.Gs1Key;
import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.Tag;
import io.derwent.presence.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * One read of a tag, at a place.
 *
 * @param epc the tag's bits as upper-case hex
 * @param key the GS1 key they say; null if they are no EPC that we read
 */
public record PlacedRead(
        String tenant, String epc, @Nullable String key, Sighting sighting) {
    /** What the tag is known by: its GS1 key, or its bits where they say none. */
    String tag() {
        return key == null ? epc : key;
    }

    /** What a tag with these bits is known by. */
    static String tagOf(String epc) {
        @Nullable String key = keyOf(epc);
        return key == null ? epc : key;
    }

    /** What these bits say; null if they are no EPC that we read. */
    static @Nullable String keyOf(String epc) {
        return Tag.read(epc).epc().map(Epc::key).map(Gs1Key::text).orElse(null);
    }
}
