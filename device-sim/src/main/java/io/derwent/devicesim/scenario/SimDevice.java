package io.derwent.devicesim.scenario;

import org.jspecify.annotations.Nullable;

/**
 * A pretend device.
 *
 * @param id      device id, and auth-id of its own connection
 * @param via     the hub that speaks for it; null if it speaks for itself
 * @param patient who has it, by the scenario; null if nobody
 */
public record SimDevice(
        String tenant,
        String id,
        @Nullable String via,
        @Nullable String patient) {
    /** The auth-id it is heard under. */
    public String sender() {
        return via == null ? id : via;
    }

    /** Where its events are published to, in Hono's contract. */
    public String topic() {
        return via == null ? "event" : "event//" + id;
    }
}
