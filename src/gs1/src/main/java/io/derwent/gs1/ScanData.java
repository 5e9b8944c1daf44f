package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.List;
import java.util.function.Consumer;

/**
 * Element strings one after the other, as a scanner sends them: an AI, its value, and a separator (ASCII 29) where the
 * length of the value is not fixed (GS1 General Specifications, 7.8).
 */
final class ScanData {
    static final char SEPARATOR = '\u001d';

    /** What some scanners are set to send instead of the separator. Taken as data it would corrupt a lot silently. */
    private static final List<String> STAND_INS = List.of("<GS>", "<FNC1>", "^");

    private ScanData() {}

    /**
     * Hands over each element string from {@code from} on. Superfluous separators are tolerated, in front, doubled and at
     * the end: printers leave them and decoders add them.
     */
    static void read(String scan, int from, Consumer<Field> sink) {
        refuseStandIns(scan, from);
        int at = afterSeparators(scan, from);
        if (at == scan.length()) {
            throw new InvalidGs1(Rule.SYNTAX, at, "there is no data");
        }
        while (at < scan.length()) {
            int valueAt = at + aiDigits(scan, at);
            String ai = scan.substring(at, valueAt);
            int end = end(scan, ai, valueAt);
            sink.accept(new Field(ai, at, scan.substring(valueAt, end), index -> valueAt + index));
            at = afterSeparators(scan, end);
        }
    }

    private static void refuseStandIns(String scan, int from) {
        for (String standIn : STAND_INS) {
            int at = scan.indexOf(standIn, from);
            if (at >= 0) {
                throw new InvalidGs1(
                        Rule.SYNTAX,
                        at,
                        "%s stands where the separator should; the scanner must send ASCII 29".formatted(standIn));
            }
        }
    }

    private static int afterSeparators(String scan, int from) {
        int at = from;
        while (at < scan.length() && scan.charAt(at) == SEPARATOR) {
            at++;
        }
        return at;
    }

    private static int aiDigits(String scan, int at) {
        int digits = 2;
        if (digitsAt(scan, at, digits)) {
            digits = AiTable.digits(scan.substring(at, at + digits));
            if (digits == 0) {
                throw InvalidGs1.aboutAi(Rule.UNKNOWN_AI, scan.substring(at, at + 2), at, "is unknown");
            }
        }
        if (!digitsAt(scan, at, digits)) {
            throw new InvalidGs1(
                    Rule.SYNTAX,
                    at,
                    "an AI of %d digits is expected, found \"%s\""
                            .formatted(digits, scan.substring(at, Math.min(scan.length(), at + digits))));
        }
        return digits;
    }

    private static boolean digitsAt(String scan, int at, int count) {
        return at + count <= scan.length() && CharacterSet.NUMERIC.firstOutside(scan, at, at + count) == at + count;
    }

    /** Where the value ends. Some lengths follow from the first two digits alone, even of an AI that nobody knows. */
    private static int end(String scan, String ai, int valueAt) {
        int separator = scan.indexOf(SEPARATOR, valueAt);
        int limit = separator < 0 ? scan.length() : separator;
        Integer fixed = AiTable.fixedLength(ai.substring(0, 2));
        if (fixed == null) {
            return limit;
        }
        if (valueAt + fixed > limit) {
            throw new InvalidGs1(
                    Rule.LENGTH,
                    ai,
                    limit,
                    "\"%s\" has %d characters, %d are expected"
                            .formatted(scan.substring(valueAt, limit), limit - valueAt, fixed));
        }
        return valueAt + fixed;
    }
}
