package io.derwent.registry;

/** The registry will not do what was asked, and a repetition would not change that; the message is for the caller. */
public final class RegistryRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** Why, for the one place that translates it to an HTTP status. */
    public enum Kind {
        /** The document or a parameter breaks a rule. */
        INVALID,
        /** There is no such tenant, device or credential. */
        NOT_FOUND,
        /** The id is taken, or collides with one that is. */
        TAKEN,
        /** Somebody changed the document since the caller read it. */
        CHANGED,
        /** A limit of the tenant is reached. */
        LIMIT
    }

    private RegistryRefusal(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public static RegistryRefusal invalid(String message) {
        return new RegistryRefusal(Kind.INVALID, message);
    }

    static RegistryRefusal notFound(String message) {
        return new RegistryRefusal(Kind.NOT_FOUND, message);
    }

    static RegistryRefusal taken(String message) {
        return new RegistryRefusal(Kind.TAKEN, message);
    }

    static RegistryRefusal changed(String etag) {
        return new RegistryRefusal(Kind.CHANGED, "the resource was changed, its version is " + etag);
    }

    static RegistryRefusal limit(String message) {
        return new RegistryRefusal(Kind.LIMIT, message);
    }

    public Kind kind() {
        return kind;
    }
}
