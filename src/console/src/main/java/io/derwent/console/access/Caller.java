package io.derwent.console.access;

import java.util.Optional;

/**
 * Whoever makes a request, known by session or token.
 *
 * @param who     account id; for a program's token, {@code token} and the role
 * @param name    as shown on pages
 * @param home    the tenant the role is held in, or {@link #PLATFORM}
 * @param acting  the tenant they act for in this request: their own, or the one a platform administrator named
 * @param patient whose record a patient sees; empty for staff
 */
public record Caller(
        String who, String name, Role role, String home, Optional<String> acting, Optional<String> patient) {
    /** The tenant of platform administrators. */
    public static final String PLATFORM = "*";

    /** How {@code who} begins for a program; no account's id has a space. */
    static final String PROGRAM = "token of ";

    public boolean administersPlatform() {
        return role == Role.ADMINISTRATOR && home.equals(PLATFORM);
    }

    public boolean isPatient() {
        return role == Role.PATIENT;
    }

    /** Whether it is a program with a token of its own: it works for the organisation, and is in no team. */
    public boolean isProgram() {
        return who.startsWith(PROGRAM);
    }

    /**
     * The tenant this request is about.
     *
     * @throws Refusal INVALID if a platform administrator named none
     */
    public String tenant() {
        return acting.orElseThrow(() -> Refusal.invalid(
                "a platform administrator belongs to no tenant: name one in the header Derwent-Tenant"));
    }

    /** The same caller acting for this tenant; only a platform administrator can choose. */
    public Caller actingFor(String tenant) {
        return administersPlatform() ? new Caller(who, name, role, home, Optional.of(tenant), patient) : this;
    }
}
