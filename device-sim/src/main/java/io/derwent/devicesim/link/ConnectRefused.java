package io.derwent.devicesim.link;

/** CONNECT was refused for good: credentials, a disabled device. Trying again changes nothing. */
public final class ConnectRefused extends Exception {
    private static final long serialVersionUID = 1L;

    public ConnectRefused(Login login, int reasonCode, Throwable cause) {
        super("CONNECT of %s was refused with 0x%02X".formatted(login, reasonCode), cause);
    }
}
