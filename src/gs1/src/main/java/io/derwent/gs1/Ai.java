package io.derwent.gs1;

import java.util.List;

/**
 * An application identifier that we read: what its value looks like and what it goes with (GS1 General Specifications,
 * section 3; Barcode Syntax Dictionary).
 */
public final class Ai {
    private final String code;
    private final String title;
    private final Format format;
    private final boolean separated;
    private final Association association;

    /**
     * What may stand beside an AI.
     *
     * @param isAttribute whether it may stand in the query of a Digital Link
     * @param isPrimaryKey whether it may be what a Digital Link is about
     * @param qualifiers for a primary key: the orders in which its qualifiers may follow
     * @param excludes AIs that must not be there, n for any digit
     * @param requires each of these must be met by one of its alternatives, and that by all AIs it names
     */
    record Association(
            boolean isAttribute,
            boolean isPrimaryKey,
            List<List<String>> qualifiers,
            List<String> excludes,
            List<List<List<String>>> requires) {}

    Ai(String code, String title, Format format, boolean separated, Association association) {
        this.code = code;
        this.title = title;
        this.format = format;
        this.separated = separated;
        this.association = association;
    }

    /**
     * The AI of this code.
     *
     * @throws InvalidGs1 if GS1 has not assigned it, or we do not read it yet
     */
    public static Ai of(String code) {
        return AiTable.read(code);
    }

    /** Two to four digits. */
    public String code() {
        return code;
    }

    /** GS1's short name for the data, such as {@code USE BY or EXPIRY}. */
    public String title() {
        return title;
    }

    /** Whether the value is a date, to be read with {@link Gs1Date}. */
    public boolean isDate() {
        return format.isDate();
    }

    /** Whether a separator must stand behind the value unless it comes last. */
    boolean isSeparated() {
        return separated;
    }

    Association association() {
        return association;
    }

    /**
     * Refuses what is no value of this AI.
     *
     * @throws InvalidGs1 its place counted within the value
     */
    void check(String value) {
        format.check(code, value);
    }

    @Override
    public String toString() {
        return "(" + code + ")";
    }
}
