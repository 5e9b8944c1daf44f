package io.derwent.edge;

/** There is no line to the gateway, or there is none any more. */
final class LineLost extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    LineLost(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    LineLost(String message) {
        this(message, false);
    }

    /** Whether the gateway ended it because a packet was too large (DISCONNECT 0x95): then one that was sent is to blame. */
    boolean isTooLarge() {
        return tooLarge;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
