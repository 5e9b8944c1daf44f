package io.derwent.gateway;

import io.derwent.registry.Device;
import io.derwent.registry.DeviceDirectory;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.ReaderNames;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a reader's pings name the reader itself, by its device id or a place registered for it; a device that is no reader
 * has its device id only. Event loop only.
 *
 * <p>What is remembered of a device may be a moment older than the registry, so nobody is refused by it before the database
 * was asked, on a worker and at most once a second for each device. Messages behind one that is looked at again do not wait
 * for it.
 */
final class ReaderCheck {
    private final DeviceDirectory directory;
    private final WorkerExecutor workers;

    ReaderCheck(DeviceDirectory directory, WorkerExecutor workers) {
        this.directory = directory;
        this.workers = workers;
    }

    /**
     * Lets a record of these pings pass.
     *
     * @param device which the record is from, as last seen
     * @return failed with {@link Refusal} NOT_ALLOWED if a ping names another reader or a place that is not the reader's own
     */
    Future<HonoRecord> pass(HonoRecord record, List<DecodedPing> pings, Device device) {
        if (wrong(record, pings, device).isEmpty()) {
            return Future.succeededFuture(record);
        }
        return workers.executeBlocking(() -> directory.deviceAnew(device.tenant(), device.id()), false)
                .map(known -> {
                    wrong(record, pings, known.orElse(device)).ifPresent(reason -> {
                        throw Refusal.notAllowed(reason);
                    });
                    return record;
                });
    }

    private static Optional<String> wrong(HonoRecord record, List<DecodedPing> pings, Device device) {
        Instant receivedAt = record.creationTime().orElseThrow();
        return ReaderNames.wrong(pings, device.reader(), receivedAt, record.leftDeviceAt(receivedAt));
    }
}
