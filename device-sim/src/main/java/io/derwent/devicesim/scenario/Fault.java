package io.derwent.devicesim.scenario;

import io.derwent.devicesim.ledger.LedgerEntry.Implies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
            return taken.withDeviceTime(taken.deviceTime().plus(ahead));
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
