package io.derwent.wire;

/**
 * Keys of our Kafka topics and of keyed state: tenant and id in one text. A tenant's id never contains the separator (Hono's
 * pattern), so the first one ends it and no two pairs share a key, whatever the id contains (a place's may have a slash).
 */
public final class Keys {
    private static final char SEPARATOR = '/';

    private Keys() {}

    public static String of(String tenant, String id) {
        return tenant + SEPARATOR + id;
    }
}
