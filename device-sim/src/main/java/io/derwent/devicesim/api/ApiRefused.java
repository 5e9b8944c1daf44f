package io.derwent.devicesim.api;

/** An API said no. */
public final class ApiRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ApiRefused(String request, int status, String answer) {
        super("%s was answered with %d: %s".formatted(request, status, answer));
        this.status = status;
    }

    /** The HTTP status code. */
    public int status() {
        return status;
    }
}
