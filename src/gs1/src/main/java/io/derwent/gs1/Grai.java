package io.derwent.gs1;

import java.util.List;

/**
 * A returnable asset, AI 8003: a kind of trolley or tray, and with a serial number one of them.
 *
 * @param value a zero, 13 digits with a check digit, and up to 16 characters that tell one from another
 */
public record Grai(String value) implements Gs1Key {
    static final Ai AI = Ai.of("8003");
    private static final int TYPE_LENGTH = 14;

    /**
     * Checks all of it.
     *
     * @throws InvalidGs1 if it is no GRAI
     */
    public Grai {
        AI.check(value);
    }

    /**
     * Reads a GRAI with its leading zero.
     *
     * @throws InvalidGs1 if it is none
     */
    public static Grai parse(String text) {
        return new Grai(text);
    }

    /** The kind: 13 digits with check digit. */
    public String assetType() {
        return value.substring(1, TYPE_LENGTH);
    }

    /** Tells one from another; empty if the GRAI names the kind only. */
    public String serial() {
        return value.substring(TYPE_LENGTH);
    }

    @Override
    public List<ElementString> elements() {
        return List.of(new ElementString(AI, value));
    }

    @Override
    public String fromPrefix() {
        return value.substring(1);
    }

    @Override
    public String toString() {
        return text();
    }
}
