package io.derwent.gateway;

/** Why a command does not reach its device, as its sender is told. */
final class Undeliverable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int UNAVAILABLE = 503;

    private final int status;

    private Undeliverable(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The command itself is at fault. */
    static Undeliverable badRequest(String message) {
        return new Undeliverable(BAD_REQUEST, message);
    }

    static Undeliverable noDevice(String device) {
        return new Undeliverable(NOT_FOUND, "there is no device " + device);
    }

    static Undeliverable tooLarge() {
        return new Undeliverable(TOO_LARGE, "the device does not take packets of this size");
    }

    /** Nobody is to blame, and it may come through later. */
    static Undeliverable now(String message) {
        return new Undeliverable(UNAVAILABLE, message);
    }

    /** Hono's code: 4xx the sender is at fault, 5xx the device is not reached. */
    int status() {
        return status;
    }

    boolean isSendersFault() {
        return status < UNAVAILABLE;
    }
}
