package io.derwent.gs1;

import java.util.List;

/**
 * A place, AI 414, or a place within it, with AI 254: a ward, a room, an antenna. The EPC standard calls it SGLN.
 *
 * @param number    13 digits
 * @param extension up to 20 characters; empty for the place as a whole
 */
public record Gln(String number, String extension) implements Gs1Key {
    static final Ai AI = Ai.of("414");
    private static final Ai EXTENSION = Ai.of("254");

    /**
     * Checks number and extension.
     *
     * @throws InvalidGs1 if it is no GLN, or the extension none
     */
    public Gln {
        AI.check(number);
        if (!extension.isEmpty()) {
            EXTENSION.check(extension);
        }
    }

    /**
     * The place as a whole.
     *
     * @throws InvalidGs1 if the text is no GLN
     */
    public static Gln parse(String number) {
        return new Gln(number, "");
    }

    /** A place within this one. */
    public Gln within(String place) {
        return new Gln(number, place);
    }

    @Override
    public List<ElementString> elements() {
        ElementString place = new ElementString(AI, number);
        return extension.isEmpty() ? List.of(place) : List.of(place, new ElementString(EXTENSION, extension));
    }

    @Override
    public String fromPrefix() {
        return number;
    }

    @Override
    public String toString() {
        return text();
    }
}
