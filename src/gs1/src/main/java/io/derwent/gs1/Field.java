package io.derwent.gs1;

import java.util.function.IntUnaryOperator;

/**
 * What a spelling holds of one element string, not checked yet.
 *
 * @param aiAt  where the AI begins in the text
 * @param value without escapes
 * @param place maps a place in the value to one in the text; the value's length maps to its end
 */
record Field(String ai, int aiAt, String value, IntUnaryOperator place) {
    /**
     * The element string that this is.
     *
     * @throws InvalidGs1 if it is none, with the place in the text
     */
    ElementString checked() {
        Ai known;
        try {
            known = Ai.of(ai);
        } catch (InvalidGs1 e) {
            throw e.within(index -> aiAt);
        }
        try {
            return new ElementString(known, value);
        } catch (InvalidGs1 e) {
            throw e.within(place);
        }
    }
}
