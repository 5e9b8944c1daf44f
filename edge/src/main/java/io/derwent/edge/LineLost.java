package io.derwent.edge;

/** There is no line to the gateway, or there is none any more. */
final class LineLost extends Exception {
    private static final long serialVersionUID = 1L;

    private final Trouble why;

    LineLost(String message, Trouble why) {
        super(message);
        this.why = why;
    }

    LineLost(String message) {
        this(message, Trouble.NO_LINE);
    }

    Trouble why() {
        return why;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
