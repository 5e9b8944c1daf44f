package io.derwent.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One piece of equipment, complete: everything the assets job needs to tell whose tag it read.
 *
 * @param tenant   the organisation that owns it
 * @param version  rises with each change; an older version than the one known is ignored
 * @param name     what people call it: {@code Infusion pump 417}
 * @param type     what it is, in the owner's words: {@code infusion pump}
 * @param number   the owner's equipment number; null if it has none
 * @param keys     its GS1 keys; usually one GIAI or GRAI
 * @param epcs     tags on it that say none of its keys (never programmed, or of another numbering): the EPC bank as upper-case
 *     hex
 * @param mobility how it is expected to move about
 * @param active   false: scrapped or sold; its tag is told as unknown
 */
public record Asset(
        String tenant,
        String id,
        long version,
        String name,
        String type,
        @Nullable String number,
        List<Key> keys,
        List<String> epcs,
        Mobility mobility,
        boolean active) {
    public Asset {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        keys = List.copyOf(keys);
        epcs = List.copyOf(epcs);
        mobility = mobility == null ? Mobility.ASSET_TRACKING : mobility;
    }

    /**
     * A GS1 key: the identity, of which tag encodings, URNs and Digital Links are renderings.
     *
     * @param ai    application identifier: {@code 8004} for a GIAI
     * @param value as the element string has it, check digit included
     */
    public record Key(String ai, String value) {
        public Key {
            Objects.requireNonNull(ai, "ai");
            Objects.requireNonNull(value, "value");
        }

        /** One text for keys of maps and topics: {@code (8004)5055123HD00417}. */
        public String text() {
            return "(" + ai + ")" + value;
        }
    }
}
