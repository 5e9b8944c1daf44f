package io.derwent.console.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is to us. One account has one role. */
public enum Role {
    ADMINISTRATOR,
    NURSE,
    PATIENT,
    ESTATES;

    /** The name in tables and APIs. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As a sentence names all who have it. */
    public String plural() {
        return this == ESTATES ? "estates staff" : code() + "s";
    }

    public static Optional<Role> ofCode(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
