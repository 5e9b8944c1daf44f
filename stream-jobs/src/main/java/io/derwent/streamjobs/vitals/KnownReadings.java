package io.derwent.streamjobs.vitals;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.Reading;
import io.derwent.streamjobs.CachedState;
import io.derwent.streamjobs.CachingOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * What a device has sent in the last 60 days: tells a repetition from a new reading, and finds the readings that belong to
 * somebody else when the device's history changes. All of it is about the current key's device.
 *
 * <ul>
 *   <li>{@code readings}: by id, 60 days; about 120 bytes each, id included.
 *   <li>{@code newest-time-in-id}: the latest time an id was made of; as long as the ids. What a device measured later than
 *       that cannot be a repetition, so most readings are told to be new without a look into RocksDB.
 *   <li>{@code accepted} and {@code recent}: what earlier versions kept instead, read only, until it expires.
 * </ul>
 */
final class KnownReadings {
    private static final Duration KEPT_FOR = Duration.ofDays(60);
    private static final Duration RECENT_FOR = Duration.ofDays(7);
    private static final int DEVICES_AT_HAND = 10_000;

    private final MapState<String, KnownReading> readings;
    private final CachedState<Instant> newestTimeInId;
    private final MapState<String, Instant> acceptedBefore;
    private final MapState<Integer, KeptReading> recentBefore;

    private KnownReadings(
            MapState<String, KnownReading> readings,
            CachedState<Instant> newestTimeInId,
            MapState<String, Instant> acceptedBefore,
            MapState<Integer, KeptReading> recentBefore) {
        this.readings = readings;
        this.newestTimeInId = newestTimeInId;
        this.acceptedBefore = acceptedBefore;
        this.recentBefore = recentBefore;
    }

    /** For {@code open()}. */
    static KnownReadings open(CachingOperator.Function<?, ?, ?> function) {
        var state = function.getRuntimeContext();
        return new KnownReadings(
                state.getMapState(expiring(
                        new MapStateDescriptor<>("readings", Types.STRING, TypeInformation.of(KnownReading.class)),
                        KEPT_FOR)),
                function.cached(
                        expiring(new ValueStateDescriptor<>("newest-time-in-id", Types.INSTANT), KEPT_FOR),
                        DEVICES_AT_HAND),
                state.getMapState(
                        expiring(new MapStateDescriptor<>("accepted", Types.STRING, Types.INSTANT), KEPT_FOR)),
                state.getMapState(expiring(
                        new MapStateDescriptor<>("recent", Types.INT, TypeInformation.of(KeptReading.class)),
                        RECENT_FOR)));
    }

    private static <D extends StateDescriptor<?, ?>> D expiring(D descriptor, Duration after) {
        descriptor.enableTimeToLive(StateTtlConfig.newBuilder(after).build());
        return descriptor;
    }

    /** Whether it was accepted before. */
    boolean contains(Measured measured, String key) throws Exception {
        @Nullable Instant time = measured.timeInId();
        @Nullable Instant newest = time == null ? null : newestTimeInId(key);
        if (newest != null && newest.isBefore(time)) {
            return false;
        }
        String id = measured.reading().id();
        return readings.contains(id) || acceptedBefore.contains(id);
    }

    /** Keeps a reading that was not known. */
    void add(Reading reading, @Nullable Instant timeInId, String key) throws Exception {
        if (timeInId != null) {
            @Nullable Instant newest = newestTimeInId(key);
            // Again where it stays the same, so that it is kept as long as this id.
            newestTimeInId.update(key, newest == null || newest.isBefore(timeInId) ? timeInId : newest);
        }
        readings.put(reading.id(), KnownReading.of(reading));
    }

    /** Keeps a reading that changed. */
    void replace(Reading reading) throws Exception {
        readings.put(reading.id(), KnownReading.of(reading));
    }

    /**
     * Readings received in the seven days before {@code at} or later which belong to somebody else by this history, or are no
     * longer on trust, in the order they were received.
     */
    List<Reading> movedBy(AssignmentHistory update, DeviceHistory changed, Instant at) throws Exception {
        Instant since = at.minus(RECENT_FOR);
        List<Reading> moved = new ArrayList<>();
        for (Map.Entry<String, KnownReading> entry : readings.entries()) {
            Reading one = entry.getValue().toReading(entry.getKey(), update.tenant(), update.device());
            if (!one.receivedAt().isBefore(since) && !changed.attribution(one).isOf(one)) {
                moved.add(one);
            }
        }
        for (KeptReading kept : recentBefore.values()) {
            Reading one = kept.toReading();
            if (!one.receivedAt().isBefore(since)
                    && !readings.contains(one.id())
                    && !changed.attribution(one).isOf(one)) {
                moved.add(one);
            }
        }
        moved.sort(Comparator.comparing(Reading::receivedAt).thenComparing(Reading::id));
        return moved;
    }

    /** Null if no id of this device is known; computed for ids that an earlier version accepted. */
    private @Nullable Instant newestTimeInId(String key) throws Exception {
        @Nullable Instant newest = newestTimeInId.value(key);
        if (newest == null) {
            for (Instant time : acceptedBefore.values()) {
                newest = newest == null || time.isAfter(newest) ? time : newest;
            }
        }
        return newest;
    }
}
