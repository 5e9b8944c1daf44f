package io.derwent.devicesim.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Something that goes wrong between a measurement, or a reader's round, and the gateway. */
public sealed interface Fault {
    /** What it does to a message before there are bytes. */
    default Outgoing inTheDevice(Outgoing outgoing) {
        return outgoing;
    }

    /** What it does to the bytes. */
    default Transmission inTheBytes(Transmission transmission) {
        return transmission;
    }

    /** What it does to the transmission. */
    default List<Transmission> onTheWay(Transmission transmission) {
        return List.of(transmission);
    }

    /**
     * The same bytes again, as a device sends them that missed the acknowledgement.
     *
     * @param copies how many more, at least 1
     */
    record Duplicate(int copies, Duration apart) implements Fault {
        public Duplicate {
            if (copies < 1) {
                throw new IllegalArgumentException("copies is " + copies + ", at least 1 is expected");
            }
        }

        @Override
        public List<Transmission> onTheWay(Transmission transmission) {
            List<Transmission> all = new ArrayList<>();
            for (int copy = 0; copy <= copies; copy++) {
                all.add(transmission.dueLater(apart.multipliedBy(copy)));
            }
            return all;
        }
    }

    /** Kept in the device or the hub for this long before it is sent. */
    record Late(Duration by) implements Fault {
        @Override
        public Outgoing inTheDevice(Outgoing outgoing) {
            return outgoing.dueLater(by);
        }
    }

    /** The device's clock is wrong: ahead, or behind when negative. */
    record SkewedClock(Duration ahead) implements Fault {
        @Override
        public Outgoing inTheDevice(Outgoing outgoing) {
            return outgoing.clockAhead(ahead);
        }
    }

    /**
     * The device has no clock, and its payload no time: it counts as taken when the gateway received it. Of measurements for
     * those that lead to nothing: no id is known from which an alert or a score could be expected.
     */
    record NoClock() implements Fault {
        @Override
        public Outgoing inTheDevice(Outgoing outgoing) {
            return outgoing.withoutClock();
        }
    }

    /** The connection dies after PUBLISH and before PUBACK; the device sends again, not knowing whether it arrived. */
    record LostConnection() implements Fault {
        @Override
        public List<Transmission> onTheWay(Transmission transmission) {
            return List.of(transmission.cutOff());
        }
    }

    /** The bytes are not what their content type says; the gateway must refuse them. */
    record BadPayload(Spoiler spoiler) implements Fault {
        @Override
        public Transmission inTheBytes(Transmission transmission) {
            return transmission.refused(spoiler.spoil(transmission.payload()));
        }
    }

    /** A way in which a good payload becomes unreadable. */
    interface Spoiler {
        /** The bytes as they arrive; never readable. */
        byte[] spoil(byte[] payload);
    }
}
