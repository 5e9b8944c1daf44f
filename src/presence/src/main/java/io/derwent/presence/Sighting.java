package io.derwent.presence;

import io.derwent.model.Ping;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One read of a thing's tag, and the place its antenna watched then.
 *
 * @param place         {@link io.derwent.model.Place#id()}
 * @param reader        device id of the reader
 * @param antenna       its number at the reader
 * @param rssiCdbm      strength in hundredths of dBm; null if the reader tells none
 * @param effectiveTime when it was read; milliseconds count
 */
public record Sighting(
        String place, String reader, int antenna, @Nullable Integer rssiCdbm, Instant effectiveTime) {
    /** No tag is read after its read was received: a reader's clock that is ahead would make every other reader late. */
    public static Sighting of(Ping ping, String place) {
        Instant at = ping.effectiveTime().isAfter(ping.receivedAt()) ? ping.receivedAt() : ping.effectiveTime();
        return new Sighting(place, ping.reader(), ping.antenna(), ping.rssiCdbm(), at);
    }

    long millis() {
        return effectiveTime.toEpochMilli();
    }

    long second() {
        return Math.floorDiv(millis(), Slot.MILLIS);
    }
}
