package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.util.Arrays;

/**
 * The three characters a scanner puts in front of the data: which symbol was read, and whether it carries GS1 data
 * (ISO/IEC 15424).
 */
enum SymbologyIdentifier {
    GS1_128("]C1", Carries.ELEMENT_STRINGS),
    DATABAR_OR_COMPOSITE("]e0", Carries.ELEMENT_STRINGS),
    GS1_DATA_MATRIX("]d2", Carries.ELEMENT_STRINGS),
    GS1_QR("]Q3", Carries.ELEMENT_STRINGS),
    GS1_DOTCODE("]J1", Carries.ELEMENT_STRINGS),
    DATA_MATRIX("]d1", Carries.PLAIN_TEXT),
    QR("]Q1", Carries.PLAIN_TEXT),
    EAN_13_OR_UPC("]E0", Carries.GTIN_13),
    EAN_8("]E4", Carries.GTIN_8);

    static final int LENGTH = 3;

    enum Carries {
        ELEMENT_STRINGS,
        /** Any text, perhaps a GS1 Digital Link. */
        PLAIN_TEXT,
        GTIN_13,
        GTIN_8
    }

    private final String text;
    private final Carries carries;

    SymbologyIdentifier(String text, Carries carries) {
        this.text = text;
        this.carries = carries;
    }

    /**
     * The identifier that a scan begins with.
     *
     * @throws InvalidGs1 if it is none of those that can carry GS1 data
     */
    static SymbologyIdentifier of(String scan) {
        return Arrays.stream(values())
                .filter(identifier -> scan.startsWith(identifier.text))
                .findFirst()
                .orElseThrow(() -> new InvalidGs1(
                        Rule.SYMBOLOGY,
                        0,
                        scan.startsWith("]C0")
                                ? "]C0 is plain Code 128, not GS1-128: it carries no GS1 data"
                                : "symbology identifier %s carries no GS1 data"
                                        .formatted(scan.substring(0, Math.min(LENGTH, scan.length())))));
    }

    Carries carries() {
        return carries;
    }
}
