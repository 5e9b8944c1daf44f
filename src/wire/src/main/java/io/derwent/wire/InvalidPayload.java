package io.derwent.wire;

/** Bytes that cannot be read; the message says what was wrong, where, and the rule. */
public final class InvalidPayload extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidPayload(String message) {
        super(message);
    }

    public InvalidPayload(String message, Throwable cause) {
        super(message, cause);
    }
}
