package io.derwent.streamjobs.vitals;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the line of a device or hub, or to who uses it.
 *
 * @param line    the device that connects: a hub, or the device itself
 * @param at      when
 * @param client  of the connection; null for users
 * @param device  whose readings come by it, or no longer; null for connections
 * @param patient whose reading came by it; null for connections and for a device that left
 */
public record LineEvent(
        Step step,
        String tenant,
        String line,
        Instant at,
        @Nullable String client,
        @Nullable String device,
        @Nullable String patient) {
    /** What. */
    public enum Step {
        CONNECTED,
        DISCONNECTED,
        USED,
        LEFT
    }

    static LineEvent connection(boolean connected, String tenant, String line, Instant at, String client) {
        return new LineEvent(connected ? Step.CONNECTED : Step.DISCONNECTED, tenant, line, at, client, null, null);
    }

    static LineEvent used(String tenant, String line, Instant at, String device, String patient) {
        return new LineEvent(Step.USED, tenant, line, at, null, device, patient);
    }

    static LineEvent left(String tenant, String line, Instant at, String device) {
        return new LineEvent(Step.LEFT, tenant, line, at, null, device, null);
    }
}
