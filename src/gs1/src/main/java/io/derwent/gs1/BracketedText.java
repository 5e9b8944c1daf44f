package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.function.Consumer;

/** The spelling for people: {@code (01)05055123000012(10)A\(1)}, an opening bracket within a value escaped. */
final class BracketedText {
    private static final int LEAST_DIGITS = 2;
    private static final int MOST_DIGITS = 4;

    private BracketedText() {}

    /** Hands over each element string. */
    static void read(String text, Consumer<Field> sink) {
        int at = 0;
        do {
            int closing = closingBracket(text, at);
            at = value(text, text.substring(at + 1, closing), at, closing + 1, sink);
        } while (at < text.length());
    }

    private static int closingBracket(String text, int at) {
        if (at >= text.length() || text.charAt(at) != '(') {
            throw new InvalidGs1(Rule.SYNTAX, at, "an AI in brackets is expected, such as (01)");
        }
        int end = CharacterSet.NUMERIC.firstOutside(text, at + 1, text.length());
        int digits = end - at - 1;
        if (end == text.length() || text.charAt(end) != ')' || digits < LEAST_DIGITS || digits > MOST_DIGITS) {
            throw new InvalidGs1(
                    Rule.SYNTAX,
                    at,
                    "brackets hold %d to %d digits; an opening bracket within a value is written \\("
                            .formatted(LEAST_DIGITS, MOST_DIGITS));
        }
        return end;
    }

    /** Hands over the value that begins at {@code from}; returns where the next AI's bracket opens. */
    private static int value(String text, String ai, int aiAt, int from, Consumer<Field> sink) {
        StringBuilder value = new StringBuilder();
        int[] places = new int[text.length() - from + 1];
        int at = from;
        while (at < text.length() && text.charAt(at) != '(') {
            places[value.length()] = at;
            at += text.startsWith("\\(", at) ? 1 : 0;
            value.append(text.charAt(at));
            at++;
        }
        places[value.length()] = at;
        sink.accept(new Field(ai, aiAt + 1, value.toString(), index -> places[index]));
        return at;
    }
}
