package io.derwent.registry;

/** A device may not log in, or may not stay. */
public final class LoginRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why; the message says more, but only to our log. */
    public enum Reason {
        /** Tenant, auth-id or password is not known; never told apart to the device. */
        BAD_CREDENTIALS,
        /** Known, but tenant, adapter or device is switched off. */
        NOT_ALLOWED
    }

    private LoginRefused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static LoginRefused badCredentials(String message) {
        return new LoginRefused(Reason.BAD_CREDENTIALS, message);
    }

    static LoginRefused notAllowed(String message) {
        return new LoginRefused(Reason.NOT_ALLOWED, message);
    }

    public Reason reason() {
        return reason;
    }
}
