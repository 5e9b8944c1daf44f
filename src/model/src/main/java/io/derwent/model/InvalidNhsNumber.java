package io.derwent.model;

/** A text that is no NHS number; the message names the text and the rule it breaks. */
public final class InvalidNhsNumber extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String reason;

    InvalidNhsNumber(String text, String reason) {
        super("\"%s\" is no NHS number: %s".formatted(text, reason));
        this.reason = reason;
    }

    /** The rule alone, without the text. */
    public String reason() {
        return reason;
    }
}
