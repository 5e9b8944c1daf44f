package io.derwent.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * When something was measured or read, as far as the device's clock is believed: a device without a clock, or with one more
 * than {@link #BELIEVED_AHEAD} ahead of the gateway's, gets the time of arrival and a mark.
 *
 * @param time in microseconds, as the tables keep it; more would make the same thing look moved
 * @param mark why it is the time of arrival; empty if it is the device's
 */
public record EffectiveTime(Instant time, Optional<Mark> mark) {
    /** A device clock may be ahead of the gateway's by this much before it is not believed. */
    public static final Duration BELIEVED_AHEAD = Duration.ofMinutes(5);

    /** What to believe of a device's time; empty if it sent none. */
    public static EffectiveTime of(Optional<Instant> deviceTime, Instant receivedAt) {
        return of(deviceTime, receivedAt, receivedAt);
    }

    /**
     * What to believe of a device's time.
     *
     * @param deviceTime   empty if it sent none
     * @param receivedAt   by the gateway
     * @param leftDeviceAt when somebody took the message from the device: a hub, hours before, or the gateway
     */
    public static EffectiveTime of(Optional<Instant> deviceTime, Instant receivedAt, Instant leftDeviceAt) {
        if (deviceTime.isEmpty()) {
            return new EffectiveTime(leftDeviceAt, Optional.of(Mark.NO_DEVICE_TIME));
        }
        if (deviceTime.get().isAfter(receivedAt.plus(BELIEVED_AHEAD))) {
            return new EffectiveTime(receivedAt, Optional.of(Mark.DEVICE_CLOCK_AHEAD));
        }
        return new EffectiveTime(toMicroseconds(deviceTime.get()), Optional.empty());
    }

    /** As the tables keep it. */
    public static Instant toMicroseconds(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }
}
