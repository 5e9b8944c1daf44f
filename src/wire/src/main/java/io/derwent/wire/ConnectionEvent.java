package io.derwent.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What Hono's connection event ({@link HonoRecord#CONNECTION_EVENT}) says: a device, which may be a hub, has connected or
 * disconnected. Source: Hono Event API for Kafka, "Connection Event".
 *
 * @param client the client id of the connection; empty if it is not told
 */
public record ConnectionEvent(boolean connected, String client) {
    private static final int LONGEST_CLIENT_ID = 200;

    /**
     * Reads the event's payload.
     *
     * @throws InvalidPayload if it is no connection event
     */
    public static ConnectionEvent read(byte[] payload) {
        JsonNode message = JsonPayload.parse(payload);
        String cause = JsonPayload.text(message, "cause").orElse("");
        if (!cause.equals("connected") && !cause.equals("disconnected")) {
            throw new InvalidPayload(
                    "cause is %s, connected or disconnected is expected".formatted(JsonPayload.shorten(cause)));
        }
        Optional<String> client = JsonPayload.text(message, "remote-id");
        return new ConnectionEvent(
                cause.equals("connected"),
                client.map(id -> id.substring(0, Math.min(id.length(), LONGEST_CLIENT_ID)))
                        .orElse(""));
    }
}
