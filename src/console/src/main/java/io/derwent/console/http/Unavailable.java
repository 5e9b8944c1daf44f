package io.derwent.console.http;

/** Something the console needs does not answer; the same request may succeed later. The message may be shown. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
        super(message);
    }

    public Unavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
