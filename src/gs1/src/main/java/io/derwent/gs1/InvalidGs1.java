package io.derwent.gs1;

import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Text that is not what it claims to be in GS1's terms: which rule it breaks, at which AI, and where. */
public final class InvalidGs1 extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What was broken, so that nobody has to read the message to decide what to do. */
    public enum Rule {
        /** The text is not written as its kind is: brackets, percent signs, characters of a URI. */
        SYNTAX,
        /** The carrier does not hold GS1 data, or a symbology identifier is unknown. */
        SYMBOLOGY,
        /** GS1 has not assigned this AI. */
        UNKNOWN_AI,
        /** GS1 has assigned this AI or this form, and we do not read it yet. */
        NOT_READ_YET,
        LENGTH,
        CHARACTER,
        CHECK_DIGIT,
        /** A key begins with at least four digits of a GS1 Company Prefix. */
        COMPANY_PREFIX,
        DATE,
        /** A digit with one allowed value has another. */
        CONTENT,
        /** One AI twice, with different values. */
        REPEATED,
        /** Two AIs that exclude each other. */
        EXCLUDED,
        /** An AI without another one that it needs. */
        REQUIRED,
        /** A Digital Link without a key, or with qualifiers or attributes where they may not stand. */
        DIGITAL_LINK
    }

    private final Rule rule;
    private final @Nullable String ai;
    private final int at;

    private InvalidGs1(String message, Rule rule, @Nullable String ai, int at) {
        super(message);
        this.rule = rule;
        this.ai = ai;
        this.at = at;
    }

    /** About the text as a whole, or a place in it outside any element string. */
    InvalidGs1(Rule rule, int at, String sentence) {
        this(sentence, rule, null, at);
    }

    /** About one element string; {@code sentence} goes on after {@code AI (01): }. */
    InvalidGs1(Rule rule, String ai, int at, String sentence) {
        this("AI (%s): %s".formatted(ai, sentence), rule, ai, at);
    }

    /** About an AI itself; the sentence goes on after {@code AI (01) }. */
    static InvalidGs1 aboutAi(Rule rule, String ai, int at, String predicate) {
        return new InvalidGs1("AI (%s) %s".formatted(ai, predicate), rule, ai, at);
    }

    /** The same, its place told in the text around: {@code place} maps a place in the value to one in that text. */
    InvalidGs1 within(IntUnaryOperator place) {
        return new InvalidGs1(getMessage(), rule, ai, place.applyAsInt(at));
    }

    public Rule rule() {
        return rule;
    }

    /** The AI concerned; empty if the text as a whole is. */
    public Optional<String> ai() {
        return Optional.ofNullable(ai);
    }

    /** Where in the text that was given, counted in characters from 0; its length if something is missing at the end. */
    public int at() {
        return at;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
