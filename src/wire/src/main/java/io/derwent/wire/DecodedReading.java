package io.derwent.wire;

import io.derwent.model.EffectiveTime;
import io.derwent.model.Mark;
import io.derwent.model.Measurement;
import io.derwent.model.Reading;
import io.derwent.model.Timing;
import io.derwent.model.Whose;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One measurement out of a payload, before anybody asks whose it is.
 *
 * @param element        position within the payload, 0 for formats of one reading
 * @param deviceTime     when the device says it measured; null if it sent no time
 * @param deviceTimeText that time exactly as sent, which is part of the reading's identity; null if it sent none
 * @param recordId       the provider's own record id; null if it has none
 * @param seq            the device's counter; null if it has none
 * @param status         what the device says about itself, of {@link Mark#OF_DEVICES}
 * @param whose          what it says of whose it is; null if nothing
 */
public record DecodedReading(
        int element,
        Measurement measurement,
        @Nullable Instant deviceTime,
        @Nullable String deviceTimeText,
        @Nullable String recordId,
        @Nullable Long seq,
        Set<Mark> status,
        @Nullable Whose whose) {
    public DecodedReading {
        status = Set.copyOf(status);
    }

    /** Of a device that says nothing about itself or its user. */
    public DecodedReading(
            int element,
            Measurement measurement,
            @Nullable Instant deviceTime,
            @Nullable String deviceTimeText,
            @Nullable String recordId,
            @Nullable Long seq) {
        this(element, measurement, deviceTime, deviceTimeText, recordId, seq, Set.of(), null);
    }

    /**
     * The device's own time, of which the id is made, to the microsecond: another time, another id. Empty where the id says
     * nothing of it: in a provider's record, and of a device without a clock.
     */
    public Optional<Instant> timeInId() {
        return recordId == null ? Optional.ofNullable(deviceTime).map(EffectiveTime::toMicroseconds) : Optional.empty();
    }

    /**
     * The reading this is once it was received, before anybody asks whose it is.
     *
     * <p>Clocks: without a device time, or with one more than five minutes in the future, it gets receivedAt and a mark; one
     * that came through a hub gets, in place of a missing device time, the time the hub took it: hours may lie between.
     *
     * @param source       the bytes it was decoded from
     * @param receivedAt   by the gateway
     * @param leftDeviceAt when a hub took it from the device; receivedAt if none did
     */
    public Reading received(String tenant, String device, byte[] source, Instant receivedAt, Instant leftDeviceAt) {
        String id = ReadingIds.needsArrival(this)
                ? ReadingIds.withoutTime(tenant, device, this, source, leftDeviceAt)
                : ReadingIds.of(tenant, device, this, source);
        EffectiveTime believed = EffectiveTime.of(Optional.ofNullable(deviceTime), receivedAt, leftDeviceAt);
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        marks.addAll(status);
        if (measurement.isDoubtful()) {
            marks.add(Mark.DOUBTFUL);
        }
        believed.mark().ifPresent(marks::add);
        if (Duration.between(believed.time(), receivedAt).compareTo(Timing.HORIZON) > 0) {
            marks.add(Mark.BEYOND_HORIZON);
        }
        return new Reading(
                id,
                0,
                tenant,
                device,
                null,
                measurement.kind(),
                measurement.quantities(),
                measurement.findings(),
                believed.time(),
                receivedAt,
                marks,
                seq,
                whose);
    }
}
