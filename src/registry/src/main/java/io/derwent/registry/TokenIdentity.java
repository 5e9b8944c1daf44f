package io.derwent.registry;

import java.util.Optional;

/**
 * Who calls an API.
 *
 * @param role    {@code administrator}, {@code auditor}, {@code lead}, {@code nurse}, {@code patient} or {@code estates}
 * @param tenant  the tenant the role is held in, or {@code *}: the platform
 * @param account the person's account; empty for a program's token
 */
public record TokenIdentity(String role, String tenant, Optional<String> account) {
    public static final String ADMINISTRATOR = "administrator";
    public static final String PLATFORM = "*";

    public boolean administersPlatform() {
        return role.equals(ADMINISTRATOR) && tenant.equals(PLATFORM);
    }

    /** Whether this is an administrator of this tenant or of the platform. */
    public boolean administers(String aTenant) {
        return role.equals(ADMINISTRATOR) && (tenant.equals(PLATFORM) || tenant.equals(aTenant));
    }
}
