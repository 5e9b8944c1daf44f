package io.derwent.console.access;

import java.util.Optional;

/**
 * A request that is not answered, by its own fault; the message says what was wrong, where, and the rule, and may be shown
 * to the caller. Translated to a status in one place, {@code http.Errors}.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String sentence;
    private final transient Optional<String> field;
    private final transient Optional<String> patient;

    /** Callers choose what to do by this. */
    public enum Kind {
        /** The request says something that cannot be so. */
        INVALID,
        /** Nobody knows who is calling. */
        UNAUTHENTICATED,
        /** The caller may not do this. */
        FORBIDDEN,
        /** A patient of another team: who says why they have to, may. */
        OUT_OF_REACH,
        /** There is no such thing, or the caller may not know of it. */
        NOT_FOUND,
        /** It collides with what is there. */
        CONFLICT,
        /** Somebody else is at it; who insists may say so. */
        HELD,
        /** Too often. */
        TOO_MANY
    }

    private Refusal(Kind kind, String message, Optional<String> field) {
        super(message);
        this.kind = kind;
        this.sentence = message;
        this.field = field;
        this.patient = Optional.empty();
    }

    private Refusal(String message, String patient) {
        super(message);
        this.kind = Kind.OUT_OF_REACH;
        this.sentence = message;
        this.field = Optional.empty();
        this.patient = Optional.of(patient);
    }

    public static Refusal invalid(String message) {
        return new Refusal(Kind.INVALID, message, Optional.empty());
    }

    /** {@code field}: the JSON member or form field that is wrong. */
    public static Refusal invalid(String field, String message) {
        return new Refusal(Kind.INVALID, message, Optional.of(field));
    }

    public static Refusal unauthenticated() {
        return new Refusal(
                Kind.UNAUTHENTICATED, "log in, or send a valid token as Authorization: Bearer", Optional.empty());
    }

    public static Refusal forbidden(String message) {
        return new Refusal(Kind.FORBIDDEN, message, Optional.empty());
    }

    /** {@code patient}: whom the caller's teams do not look after. */
    public static Refusal outOfReach(String patient) {
        return new Refusal(
                "patient %s is looked after by a team you are not in; if you have to see the record, say why with POST /api/v1/patients/%s/break-glass"
                        .formatted(patient, patient),
                patient);
    }

    public static Refusal notFound(String message) {
        return new Refusal(Kind.NOT_FOUND, message, Optional.empty());
    }

    public static Refusal conflict(String message) {
        return new Refusal(Kind.CONFLICT, message, Optional.empty());
    }

    public static Refusal held(String message) {
        return new Refusal(Kind.HELD, message, Optional.empty());
    }

    public static Refusal tooMany(String message) {
        return new Refusal(Kind.TOO_MANY, message, Optional.empty());
    }

    /** What was wrong, where, and the rule. */
    public String sentence() {
        return sentence;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<String> field() {
        return field;
    }

    /** Whose record it is about; only where the kind is OUT_OF_REACH. */
    public Optional<String> patient() {
        return patient;
    }
}
