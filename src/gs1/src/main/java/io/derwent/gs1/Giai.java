package io.derwent.gs1;

import java.util.List;

/**
 * One piece of equipment, AI 8004.
 *
 * @param value a company prefix and a reference of the owner's choice, together up to 30 characters
 */
public record Giai(String value) implements Gs1Key {
    static final Ai AI = Ai.of("8004");

    /**
     * Checks characters and length, and that a company prefix can stand in front.
     *
     * @throws InvalidGs1 if it is no GIAI
     */
    public Giai {
        AI.check(value);
    }

    /**
     * Reads a GIAI.
     *
     * @throws InvalidGs1 if it is none
     */
    public static Giai parse(String text) {
        return new Giai(text);
    }

    @Override
    public List<ElementString> elements() {
        return List.of(new ElementString(AI, value));
    }

    @Override
    public String fromPrefix() {
        return value;
    }

    @Override
    public String toString() {
        return text();
    }
}
