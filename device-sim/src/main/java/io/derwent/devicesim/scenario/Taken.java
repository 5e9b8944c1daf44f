package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import io.derwent.model.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A measurement a device took, before anything happens to it on the way.
 *
 * @param deviceTime when, by the device's clock; null if it has none
 * @param due        when the device sends it
 * @param story      name of the story it belongs to; null for an ordinary measurement
 * @param status     what the device says about itself: {@code low_battery}
 */
public record Taken(
        SimDevice device,
        Measurement measurement,
        @Nullable Instant deviceTime,
        Instant due,
        @Nullable String story,
        Implies implies,
        List<String> status)
        implements Outgoing {
    public Taken {
        status = List.copyOf(status);
    }

    /** Of a device that says nothing about itself. */
    public Taken(
            SimDevice device,
            Measurement measurement,
            @Nullable Instant deviceTime,
            Instant due,
            @Nullable String story,
            Implies implies) {
        this(device, measurement, deviceTime, due, story, implies, List.of());
    }

    /** An ordinary measurement that is sent as soon as it is taken and leads to nothing. */
    public static Taken ordinary(SimDevice device, Measurement measurement, Instant at) {
        return new Taken(device, measurement, at, at, null, Implies.NOTHING);
    }

    @Override
    public Taken dueLater(Duration by) {
        return new Taken(device, measurement, deviceTime, due.plus(by), story, implies, status);
    }

    @Override
    public Taken clockAhead(Duration ahead) {
        @Nullable Instant time = deviceTime;
        return time == null ? this : new Taken(device, measurement, time.plus(ahead), due, story, implies, status);
    }

    @Override
    public Taken withoutClock() {
        return new Taken(device, measurement, null, due, story, implies, status);
    }

    @Override
    public Transmission transmission() {
        byte[] payload = CanonicalPayload.of(measurement, deviceTime, device.names(), status);
        return new Transmission(device, CanonicalPayload.CONTENT_TYPE, payload, due, false, story, implies, null);
    }
}
