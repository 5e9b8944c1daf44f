package io.derwent.wire;

/**
 * Keys of our Kafka topics and of keyed state: tenant and id in one text. Neither may contain the separator (Hono's
 * patterns), so no two pairs share a key.
 */
public final class Keys {
    private static final char SEPARATOR = '/';

    private Keys() {}

    public static String of(String tenant, String id) {
        return tenant + SEPARATOR + id;
    }
}
