package io.derwent.console.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody is to us. One account has one role. */
public enum Role {
    ADMINISTRATOR,
    /** Sees who looked at what, and nothing else of patients. */
    AUDITOR,
    /** A nurse who also answers for a team: its members, its rota, its reports. */
    LEAD,
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

    /** Whether it looks after patients, and so may see those it looks after. */
    public boolean isStaff() {
        return this == NURSE || this == LEAD || this == ADMINISTRATOR;
    }

    /** The codes of all, as a message names what is expected. */
    public static String codes() {
        return Arrays.stream(values()).map(Role::code).collect(Collectors.joining(", "));
    }

    public static Optional<Role> ofCode(String code) {
        return Arrays.stream(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
