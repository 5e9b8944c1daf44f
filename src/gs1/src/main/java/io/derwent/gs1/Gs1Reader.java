package io.derwent.gs1;

import io.derwent.gs1.InvalidGs1.Rule;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads GS1 data in each of its spellings. Every method throws {@link InvalidGs1} for the first rule that is broken, its
 * place counted in the text that was given.
 */
public final class Gs1Reader {
    private final Clock clock;
    private final boolean whole;

    private Gs1Reader(Clock clock, boolean whole) {
        this.clock = clock;
        this.whole = whole;
    }

    /**
     * A reader that expects all that an item carries in one message.
     *
     * @param clock says today, which decides the century of dates
     */
    public static Gs1Reader ofWholeMessages(Clock clock) {
        return new Gs1Reader(clock, true);
    }

    /** A reader that takes a message for what it is, a serial number without its GTIN too: one of several scans. */
    public static Gs1Reader ofSingleScans(Clock clock) {
        return new Gs1Reader(clock, false);
    }

    /** Whatever was scanned or typed: brackets, a link, or scan data. */
    public Gs1Message read(String text) {
        return text.startsWith("(") ? text(text) : scan(text);
    }

    /**
     * What a scanner sends. In front may stand a symbology identifier ({@code ]d2}); without one the text is taken for a
     * Digital Link if it looks like a URI, else for element strings. Plain text in a symbol that may carry any ({@code ]d1},
     * {@code ]Q1}) is an empty message.
     */
    public Gs1Message scan(String scan) {
        if (!scan.startsWith("]")) {
            return DigitalLink.isUri(scan) ? uri(scan) : message(sink -> ScanData.read(scan, 0, sink));
        }
        int start = SymbologyIdentifier.LENGTH;
        return switch (SymbologyIdentifier.of(scan).carries()) {
            case ELEMENT_STRINGS -> message(sink -> ScanData.read(scan, start, sink));
            case PLAIN_TEXT ->
                DigitalLink.isUri(scan.substring(start))
                        ? message(sink -> DigitalLink.read(scan, start, sink))
                        : new Gs1Message(List.of());
            case GTIN_13 -> message(sink -> gtin(scan, start, 13, sink));
            case GTIN_8 -> message(sink -> gtin(scan, start, 8, sink));
        };
    }

    /** Bracketed text: {@code (01)05055123000012(10)A\(1)}. */
    public Gs1Message text(String bracketed) {
        return message(sink -> BracketedText.read(bracketed, sink));
    }

    /** A GS1 Digital Link URI, uncompressed. */
    public Gs1Message uri(String uri) {
        return message(sink -> DigitalLink.read(uri, 0, sink));
    }

    /** EAN and UPC symbols carry a bare GTIN without AI. */
    private static void gtin(String scan, int start, int digits, Consumer<Field> sink) {
        String gtin = scan.substring(start);
        if (gtin.length() != digits) {
            throw new InvalidGs1(
                    Rule.LENGTH,
                    scan.length(),
                    "\"%s\" has %d characters, %d digits are expected".formatted(gtin, gtin.length(), digits));
        }
        int zeros = Gtin.LENGTH - digits;
        sink.accept(new Field(
                Gtin.AI.code(), start, "0".repeat(zeros) + gtin, index -> start + Math.max(0, index - zeros)));
    }

    private Gs1Message message(Consumer<Consumer<Field>> spelling) {
        List<ElementString> elements = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        LocalDate today = LocalDate.now(clock);
        spelling.accept(field -> {
            elements.add(check(field, today));
            places.add(field.aiAt());
        });
        if (whole) {
            MessageRules.check(elements, places);
        }
        return new Gs1Message(elements);
    }

    private static ElementString check(Field field, LocalDate today) {
        ElementString element = field.checked();
        if (element.ai().isDate()) {
            try {
                Gs1Date.resolve(field.ai(), field.value(), today);
            } catch (InvalidGs1 e) {
                throw e.within(field.place());
            }
        }
        return element;
    }
}
