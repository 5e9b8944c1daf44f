package io.derwent.launcher.lines;

/** A line that cannot be understood; the message is a sentence for whoever wrote it. */
public final class InvalidLine extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidLine(String message) {
        super(message);
    }
}
