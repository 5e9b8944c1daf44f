package io.derwent.devicesim.link;

/** The connection is gone, or could not be made just now; trying again is sensible. */
public final class LinkLost extends Exception {
    private static final long serialVersionUID = 1L;

    public LinkLost(String message) {
        super(message);
    }

    public LinkLost(String message, Throwable cause) {
        super(message, cause);
    }
}
