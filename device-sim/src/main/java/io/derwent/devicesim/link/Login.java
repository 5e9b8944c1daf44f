package io.derwent.devicesim.link;

/**
 * What a device shows at CONNECT.
 *
 * @param authId   user name before the {@code @}; empty for a broker that asks for none
 * @param password in plain text, as the device keeps it
 */
public record Login(String tenant, String authId, String password) {
    /** The MQTT user name in Hono's contract: {@code auth-id@tenant}. */
    public String userName() {
        return authId + "@" + tenant;
    }

    @Override
    public String toString() {
        return userName();
    }
}
