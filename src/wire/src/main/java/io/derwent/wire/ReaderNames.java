package io.derwent.wire;

import io.derwent.model.ReaderPlaces;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether pings name the reader they come from. The gateway asks before it accepts them, and the assets job asks again: what
 * reaches Kafka may have come by another adapter, or before the registry knew better.
 */
public final class ReaderNames {
    private ReaderNames() {}

    /**
     * What is wrong with the first ping that names another reader, or a place that is not the reader's own when it was read;
     * empty if every one names its reader.
     *
     * @param reader       the device the pings come from, and the places registered for it
     * @param receivedAt   by the gateway; stands in for a time that is not believed
     * @param leftDeviceAt {@link HonoRecord#leftDeviceAt}; stands in for a time that is missing
     */
    public static Optional<String> wrong(
            List<DecodedPing> pings, ReaderPlaces reader, Instant receivedAt, Instant leftDeviceAt) {
        for (DecodedPing ping : pings) {
            Instant at = ping.effectiveTime(receivedAt, leftDeviceAt).time();
            if (!reader.isCalled(ping.reader(), at)) {
                return Optional.of(
                        "element %d: reader is \"%s\", the device's own id (%s) or a place registered for it at %s is expected"
                                .formatted(ping.element(), JsonPayload.shorten(ping.reader()), reader.device(), at));
            }
        }
        return Optional.empty();
    }
}
