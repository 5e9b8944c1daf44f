package io.derwent.gs1;

/**
 * An AI with its value; holding one means that the value is one of this AI.
 *
 * @param value without AI, separator and any escapes
 */
public record ElementString(Ai ai, String value) {
    /**
     * Checks characters, length and content.
     *
     * @throws InvalidGs1 if the value is none of this AI, the place counted within the value
     */
    public ElementString {
        ai.check(value);
    }

    /**
     * Checks both.
     *
     * @throws InvalidGs1 if the AI is not one we read, or the value is none of it
     */
    public static ElementString of(String ai, String value) {
        return new ElementString(Ai.of(ai), value);
    }

    /** For machines and for input: {@code (10)A\(1)}, an opening bracket in the value escaped. */
    public String bracketed() {
        return ai + value.replace("(", "\\(");
    }

    /** For people, as below a barcode: {@code (10) A(1)} (GS1 General Specifications, 4.14). */
    public String hri() {
        return ai + " " + value;
    }

    @Override
    public String toString() {
        return bracketed();
    }
}
