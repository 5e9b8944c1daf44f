package io.derwent.gateway;

import java.util.Locale;

/**
 * What a device wants to happen when its message is refused: Hono's {@code on-error} in the property bag. Hono MQTT adapter
 * user guide, "Error Reporting via Error Topic".
 */
enum OnError {
    /** MQTT 5: a PUBACK that says why. MQTT 3.1.1: PUBACK if it listens on its error topic, else the connection is closed. */
    DEFAULT,
    /** The connection is closed. */
    DISCONNECT,
    /** A plain PUBACK, as if nothing had happened. */
    IGNORE,
    /** No PUBACK. */
    SKIP_ACK;

    /** Anything Hono does not know is the default, as in Hono. */
    static OnError parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "disconnect" -> DISCONNECT;
            case "ignore" -> IGNORE;
            case "skip-ack" -> SKIP_ACK;
            default -> DEFAULT;
        };
    }
}
