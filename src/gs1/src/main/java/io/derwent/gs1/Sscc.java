package io.derwent.gs1;

import java.util.List;

/**
 * A delivery or pallet, AI 00.
 *
 * @param value 18 digits
 */
public record Sscc(String value) implements Gs1Key {
    private static final Ai AI = Ai.of("00");

    /**
     * Checks length and check digit.
     *
     * @throws InvalidGs1 if it is no SSCC
     */
    public Sscc {
        AI.check(value);
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
