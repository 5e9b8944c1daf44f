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
 */
public record Taken(
        SimDevice device,
        Measurement measurement,
        @Nullable Instant deviceTime,
        Instant due,
        @Nullable String story,
        Implies implies) {
    /** An ordinary measurement that is sent as soon as it is taken and leads to nothing. */
    public static Taken ordinary(SimDevice device, Measurement measurement, Instant at) {
        return new Taken(device, measurement, at, at, null, Implies.NOTHING);
    }

    Taken withDeviceTime(@Nullable Instant deviceTime) {
        return new Taken(device, measurement, deviceTime, due, story, implies);
    }

    Taken dueLater(Duration by) {
        return new Taken(device, measurement, deviceTime, due.plus(by), story, implies);
    }

    /** What goes over the line, in order: each fault does its work on the device, on the bytes, and on the way. */
    public List<Transmission> sent(List<Fault> faults) {
        Taken taken = this;
        for (Fault fault : faults) {
            taken = fault.inTheDevice(taken);
        }
        Transmission transmission = Transmission.of(taken);
        for (Fault fault : faults) {
            transmission = fault.inTheBytes(transmission);
        }
        List<Transmission> onTheWay = List.of(transmission);
        for (Fault fault : faults) {
            onTheWay = onTheWay.stream()
                    .flatMap(one -> fault.onTheWay(one).stream())
                    .toList();
        }
        return onTheWay;
    }

    public List<Transmission> sent(Fault... faults) {
        return sent(List.of(faults));
    }
}
