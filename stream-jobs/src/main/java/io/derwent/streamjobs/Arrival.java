package io.derwent.streamjobs;

import io.derwent.model.DeadLetter;
import io.derwent.model.Ids;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.InvalidPayload;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A message as it arrived.
 *
 * @param receivedAt Hono's {@code creation-time} header, or the record's timestamp where that is absent
 */
public record Arrival(HonoRecord message, Instant receivedAt) {
    private static final int LONGEST_DEVICE_ID = 200;

    /** When somebody took the message from the device: a hub, if one did and its clock can be right, else the gateway. */
    public Instant leftDeviceAt() {
        return message.leftDeviceAt(receivedAt);
    }

    /**
     * A foreign adapter may leave out the device; a text longer than any id has no place in the tables' keys.
     *
     * @throws InvalidPayload if the message names no device
     */
    public void checkDevice() {
        String device = message.device();
        if (device.isEmpty() || device.length() > LONGEST_DEVICE_ID) {
            throw new InvalidPayload(
                    "the record's key and %s header name no device: %d characters, 1 to %d are expected"
                            .formatted(HonoRecord.DEVICE_ID, device.length(), LONGEST_DEVICE_ID));
        }
    }

    /** What becomes of it when it cannot be read: the same bytes are one letter an hour. */
    public DeadLetter deadLetter(String tenant, String refusedBy, String reason) {
        return new DeadLetter(
                Ids.of(
                        "dead-letter",
                        Ids.of(message.payload(), "dead-letter", tenant, message.device()),
                        receivedAt.truncatedTo(ChronoUnit.HOURS).toString()),
                tenant,
                message.device(),
                refusedBy,
                reason,
                receivedAt,
                message.topic(),
                message.headers(),
                message.payload());
    }
}
