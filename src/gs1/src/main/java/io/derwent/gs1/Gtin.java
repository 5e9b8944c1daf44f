package io.derwent.gs1;

import java.util.List;

/**
 * A kind of trade item, AI 01.
 *
 * @param value 14 digits
 */
public record Gtin(String value) implements Gs1Key {
    static final int LENGTH = 14;
    static final Ai AI = Ai.of("01");

    /**
     * Checks length and check digit.
     *
     * @throws InvalidGs1 if it is no GTIN of 14 digits
     */
    public Gtin {
        AI.check(value);
    }

    /**
     * From a GTIN-8, -12, -13 or -14 as people write it.
     *
     * @throws InvalidGs1 if it is none
     */
    public static Gtin parse(String text) {
        return new Gtin("0".repeat(zerosLeftOut(text.length())) + text);
    }

    /** How many zeros a GTIN of 8, 12 or 13 digits lacks in front; none for other lengths. */
    static int zerosLeftOut(int length) {
        return switch (length) {
            case 8, 12, 13 -> LENGTH - length;
            default -> 0;
        };
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
