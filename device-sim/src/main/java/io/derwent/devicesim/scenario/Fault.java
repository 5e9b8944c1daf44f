package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong between a measurement and the gateway. */
public sealed interface Fault {
    /** What it does to the measurement in the device. */
    default Taken inTheDevice(Taken taken) {
        return taken;
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
        public Taken inTheDevice(Taken taken) {
            return taken.dueLater(by);
        }
    }

    /** The device's clock is wrong: ahead, or behind when negative. */
    record SkewedClock(Duration ahead) implements Fault {
        @Override
        public Taken inTheDevice(Taken taken) {
            @Nullable Instant deviceTime = taken.deviceTime();
            return deviceTime == null ? taken : taken.withDeviceTime(deviceTime.plus(ahead));
        }
    }

    /**
     * The device has no clock, and its payload no time: the reading counts as taken when the gateway received it. For
     * measurements that lead to nothing: no id is known from which an alert or a score could be expected.
     */
    record NoClock() implements Fault {
        @Override
        public Taken inTheDevice(Taken taken) {
            return taken.withDeviceTime(null);
        }
    }

    /** The connection dies after PUBLISH and before PUBACK; the device sends again, not knowing whether it arrived. */
    record LostConnection() implements Fault {
        @Override
        public List<Transmission> onTheWay(Transmission transmission) {
            return List.of(transmission.cutOff());
        }
    }

    /** The bytes are no reading; the gateway must refuse them. */
    record BadPayload(Corruption corruption) implements Fault {
        @Override
        public Transmission inTheBytes(Transmission transmission) {
            return transmission.with(corruption.spoil(transmission.payload()), Implies.REFUSAL);
        }
    }
}
