package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.Arrays;

/**
 * What the characters of a component must say, once their number and kind are right. Named as GS1's Barcode Syntax
 * Dictionary names it; a name that is not here belongs to an AI we do not read yet.
 */
enum Content {
    /** The last digit is the check digit of those before it. */
    CHECK_DIGIT("csum") {
        @Override
        void check(String ai, String value, int from, int to) {
            char expected = CheckDigit.of(value, from, to - 1);
            char found = value.charAt(to - 1);
            if (found != expected) {
                throw new InvalidGs1(
                        Rule.CHECK_DIGIT,
                        ai,
                        to - 1,
                        "the check digit of %s is %c, %c is expected"
                                .formatted(value.substring(from, to), found, expected));
            }
        }
    },

    /** A company prefix begins here: at least four digits. */
    PREFIX("gcppos1") {
        @Override
        void check(String ai, String value, int from, int to) {
            checkPrefix(ai, value, from, to);
        }
    },

    /** A company prefix begins after the first character. */
    PREFIX_SECOND("gcppos2") {
        @Override
        void check(String ai, String value, int from, int to) {
            checkPrefix(ai, value, from + 1, to);
        }
    },

    /** YYMMDD; the day may be 00, the last of the month. */
    DATE("yymmd0") {
        @Override
        void check(String ai, String value, int from, int to) {
            Gs1Date.check(ai, value, from);
        }
    },

    /** The one digit is 0. */
    ZERO("zero") {
        @Override
        void check(String ai, String value, int from, int to) {
            if (value.charAt(from) != '0') {
                throw new InvalidGs1(
                        Rule.CONTENT,
                        ai,
                        from,
                        "%s begins with %c, 0 is expected".formatted(value, value.charAt(from)));
            }
        }
    };

    private static final int SHORTEST_PREFIX = 4;

    private final String name;

    Content(String name) {
        this.name = name;
    }

    static Content named(String name) {
        return Arrays.stream(values())
                .filter(content -> content.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the rule " + name + " is not built yet"));
    }

    /** Checks the characters of {@code value} from {@code from} to before {@code to}. */
    abstract void check(String ai, String value, int from, int to);

    private static void checkPrefix(String ai, String value, int from, int to) {
        int end = CharacterSet.NUMERIC.firstOutside(value, from, Math.min(to, from + SHORTEST_PREFIX));
        if (end - from < SHORTEST_PREFIX) {
            throw new InvalidGs1(
                    Rule.COMPANY_PREFIX,
                    ai,
                    end,
                    "%s does not begin with a GS1 Company Prefix, which has at least %d digits"
                            .formatted(value.substring(from), SHORTEST_PREFIX));
        }
    }
}
