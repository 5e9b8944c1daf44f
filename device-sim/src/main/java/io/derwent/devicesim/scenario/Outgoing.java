package io.derwent.devicesim.scenario;

import java.time.Duration;
import java.util.List;

/** What a device has to say, before anything happens to it on the way: a measurement, or a reader's round. */
public interface Outgoing {
    /** The same, kept in the device for this long before it is sent. */
    Outgoing dueLater(Duration by);

    /** The same by a clock that is ahead, or behind when negative. */
    Outgoing clockAhead(Duration ahead);

    /** The same by a device that has no clock. */
    Outgoing withoutClock();

    /** The message, if nothing more happens to it. */
    Transmission transmission();

    /** What goes over the line, in order: each fault does its work on the device, on the bytes, and on the way. */
    default List<Transmission> sent(List<Fault> faults) {
        Outgoing outgoing = this;
        for (Fault fault : faults) {
            outgoing = fault.inTheDevice(outgoing);
        }
        Transmission transmission = outgoing.transmission();
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

    /** See {@link #sent(List)}. */
    default List<Transmission> sent(Fault... faults) {
        return sent(List.of(faults));
    }
}
