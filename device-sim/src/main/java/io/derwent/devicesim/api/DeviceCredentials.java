package io.derwent.devicesim.api;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * Gives devices their passwords and remembers them, for the registry shows none again. Secrets come from the system's own
 * randomness, never from a seed. Not for several threads at a time.
 */
public final class DeviceCredentials {
    private static final int SECRET_BYTES = 24;

    private final RegistryApi registry;
    private final BiFunction<String, String, Optional<String>> known;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();

    /**
     * Credentials at a registry.
     *
     * @param known the password of a tenant and auth-id from before, which is used again
     */
    public DeviceCredentials(RegistryApi registry, BiFunction<String, String, Optional<String>> known) {
        this.registry = registry;
        this.known = known;
    }

    /** Replaces a device's credentials by one password under its own id. */
    public void give(String tenant, String device) {
        String password = known.apply(tenant, device).orElseGet(this::secret);
        registry.setPassword(tenant, device, device, password);
        passwords.put(key(tenant, device), password);
    }

    /** The password of an auth-id; empty text if none was given. */
    public String password(String tenant, String authId) {
        return passwords.getOrDefault(key(tenant, authId), "");
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String key(String tenant, String authId) {
        return tenant + "/" + authId;
    }
}
