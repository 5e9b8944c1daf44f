package io.derwent.wire;

import io.derwent.model.EffectiveTime;
import io.derwent.model.Mark;
import io.derwent.model.Ping;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One read of a tag out of a payload, before anybody asks whether the reader is who it says.
 *
 * @param element    position within the payload, 0 for the only one
 * @param reader     what the reader calls itself: its device id, or the GLN (with extension) of a place of its own
 * @param antenna    its number at the reader; 1 if it says none
 * @param epc        the tag's EPC bank as upper-case hex
 * @param rssiCdbm   strength in hundredths of dBm; null if it sent none
 * @param deviceTime when the reader says it read the tag; null if it sent no time
 */
public record DecodedPing(
        int element,
        String reader,
        int antenna,
        String epc,
        @Nullable Integer rssiCdbm,
        @Nullable Instant deviceTime) {

    /**
     * The ping, once the reader is known to be this device.
     *
     * @param device       id of the device that is the reader
     * @param receivedAt   by the gateway; it stands in for a time that is not believed, and the ping is marked
     * @param leftDeviceAt when somebody took the message from the reader, a hub or the gateway; it stands in for a time that is
     *     missing, and the ping is marked
     */
    public Ping of(String tenant, String device, Instant receivedAt, Instant leftDeviceAt) {
        EffectiveTime believed = effectiveTime(receivedAt, leftDeviceAt);
        Set<Mark> marks = believed.mark().map(Set::of).orElse(Set.of());
        return new Ping(tenant, device, antenna, epc, rssiCdbm, believed.time(), receivedAt, marks);
    }

    EffectiveTime effectiveTime(Instant receivedAt, Instant leftDeviceAt) {
        return EffectiveTime.of(Optional.ofNullable(deviceTime), receivedAt, leftDeviceAt);
    }
}
