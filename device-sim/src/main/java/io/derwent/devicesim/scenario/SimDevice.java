package io.derwent.devicesim.scenario;

import org.jspecify.annotations.Nullable;

/**
 * A pretend device.
 *
 * @param id      device id, and auth-id of its own connection
 * @param via     the hub that speaks for it; null if it speaks for itself
 * @param patient who has it, by the scenario; null if nobody
 * @param staysConnected whether its sender is always on; a cuff connects to send and goes to sleep again
 * @param behindHub whether it publishes to a real hub, whose PUBACK says that the hub keeps the message
 * @param names   whom its readings name, on equipment that several people share; null on somebody's own
 */
public record SimDevice(
        String tenant,
        String id,
        @Nullable String via,
        @Nullable String patient,
        boolean staysConnected,
        boolean behindHub,
        @Nullable String names) {
    /** Somebody's device; only a hub is always on. */
    public SimDevice(String tenant, String id, @Nullable String via, @Nullable String patient) {
        this(tenant, id, via, patient, via != null, false, null);
    }

    /** Somebody's device that has a clock and publishes to a real hub, always on. */
    public static SimDevice behindHub(String tenant, String id, String patient) {
        return new SimDevice(tenant, id, null, patient, true, true, null);
    }

    /** A reader. */
    public static SimDevice reader(String tenant, String id) {
        return new SimDevice(tenant, id, null, null, true, false, null);
    }

    /** The same shared device in the hands of somebody who picked this resident. */
    public SimDevice of(String resident) {
        return new SimDevice(tenant, id, via, resident, staysConnected, behindHub, resident);
    }

    /** The auth-id it is heard under. */
    public String sender() {
        return via == null ? id : via;
    }

    /** Where its events are published to, in Hono's contract. */
    public String topic() {
        return via == null ? "event" : "event//" + id;
    }
}
