package io.derwent.gs1.epc;

/** Bits that are no EPC of their scheme, or a key that a scheme cannot hold without loss; the message names value and rule. */
public final class InvalidEpc extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidEpc(String message) {
        super(message);
    }

    InvalidEpc(String message, Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
