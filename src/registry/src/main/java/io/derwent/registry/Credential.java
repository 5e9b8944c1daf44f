package io.derwent.registry;

import java.util.List;

/** A name a device may log in with ({@code hashed-password} credentials of Hono), and its secrets. */
record Credential(String authId, boolean enabled, List<Secret> secrets) {
    Credential {
        secrets = List.copyOf(secrets);
    }
}
