package io.derwent.devicesim.api;

import java.util.List;
import java.util.Map;

/** Eclipse Hono's device registry API v1 (`/v1` on the gateway's management port). Blocks the caller. */
public final class RegistryApi {
    private static final int CONFLICT = 409;

    private final HttpApi http;

    /**
     * The registry at a gateway.
     *
     * @param gateway {@code http://host:port}
     * @param token   of an administrator
     */
    public RegistryApi(String gateway, String token) {
        this.http = new HttpApi(gateway + "/v1", token);
    }

    /** Makes a tenant, unless it is there. */
    public void ensureTenant(String tenant) {
        createUnlessThere("/tenants/" + tenant, Map.of());
    }

    /**
     * Makes a device, unless it is there.
     *
     * @param via ids of the hubs that may speak for it
     */
    public void ensureDevice(String tenant, String device, List<String> via) {
        createUnlessThere("/devices/%s/%s".formatted(tenant, device), via.isEmpty() ? Map.of() : Map.of("via", via));
    }

    /** Replaces a device's credentials by one password. */
    public void setPassword(String tenant, String device, String authId, String password) {
        http.send(
                "PUT",
                "/credentials/%s/%s".formatted(tenant, device),
                Map.of(),
                List.of(Map.of(
                        "type",
                        "hashed-password",
                        "auth-id",
                        authId,
                        "secrets",
                        List.of(Map.of("pwd-plain", password)))));
    }

    private void createUnlessThere(String path, Object body) {
        try {
            http.send("POST", path, Map.of(), body);
        } catch (ApiRefused e) {
            if (e.status() != CONFLICT) {
                throw e;
            }
        }
    }
}
