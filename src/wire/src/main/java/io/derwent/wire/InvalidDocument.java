package io.derwent.wire;

import java.util.Optional;

/** A JSON document from outside that cannot be so; the message says what was wrong, where, and the rule. */
public final class InvalidDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<String> member;

    InvalidDocument(String message, Throwable cause) {
        super(message, cause);
        this.member = Optional.empty();
    }

    /** {@code member}: the path to the one that is wrong, {@code thresholds[0].value}; empty if it is the whole. */
    public InvalidDocument(String member, String message) {
        super(message);
        this.member = Optional.of(member).filter(path -> !path.isEmpty());
    }

    /** The path to the member that is wrong; empty if it is the whole. */
    public Optional<String> member() {
        return member;
    }
}
