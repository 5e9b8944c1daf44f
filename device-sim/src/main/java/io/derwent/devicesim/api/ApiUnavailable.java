package io.derwent.devicesim.api;

/** An API did not answer; it may later. */
public final class ApiUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
