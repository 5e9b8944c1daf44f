package io.derwent.edge;

import io.derwent.model.ClockOffset;
import io.derwent.model.Reading;
import io.derwent.wire.DecodedReading;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is known of the clocks of the devices beside the hub, learned from their readings as the vitals job learns it
 * ({@link ClockOffset}), so that a reading has the same effectiveTime here and there. Of devices whose clock was in doubt within
 * sixty days, as in the job; on disk. For the hub's thread.
 */
final class DeviceClocks {
    private static final Logger LOG = LoggerFactory.getLogger(DeviceClocks.class);
    private static final Duration KEPT_FOR = Duration.ofDays(60);

    private final WatchFiles files;
    private final Map<String, Learned> byDevice;

    /**
     * A persistent format.
     *
     * @param at when the reading came by which that was learned
     */
    record Learned(ClockOffset offset, Instant at) {
        boolean isOld(Instant now) {
            return at.plus(KEPT_FOR).isBefore(now);
        }
    }

    private DeviceClocks(WatchFiles files, Map<String, Learned> byDevice) {
        this.files = files;
        this.byDevice = byDevice;
    }

    /** With what was learned before. */
    static DeviceClocks open(WatchFiles files) {
        return new DeviceClocks(files, new TreeMap<>(files.clocks()));
    }

    /**
     * The reading at the time that is believed of it, and marked if that is not the device's; the first time it comes, since
     * something is learned from it. A provider's own record, and a value of a whole day, say nothing about a device's clock.
     *
     * @param reading as it was received from the device
     */
    Reading byItsClock(DecodedReading decoded, Reading reading) {
        Optional<Instant> deviceTime = decoded.timeInId();
        if (deviceTime.isEmpty() || reading.kind().isOfADay()) {
            return reading;
        }
        Instant now = reading.receivedAt();
        ClockOffset before = Optional.ofNullable(byDevice.get(reading.device()))
                .filter(learned -> !learned.isOld(now))
                .map(Learned::offset)
                .orElse(ClockOffset.NONE);
        ClockOffset.Step step = before.observe(reading, deviceTime.get(), now);
        if (!step.known().equals(before)) {
            learn(reading.device(), step.known(), now);
        }
        return step.reading();
    }

    private void learn(String device, ClockOffset offset, Instant now) {
        byDevice.values().removeIf(learned -> learned.isOld(now));
        if (offset.equals(ClockOffset.NONE)) {
            byDevice.remove(device);
        } else {
            byDevice.put(device, new Learned(offset, now));
        }
        try {
            files.writeClocks(byDevice);
        } catch (IOException e) {
            LOG.error("what is known of the devices' clocks cannot be kept: {}", e.getMessage());
        }
    }
}
