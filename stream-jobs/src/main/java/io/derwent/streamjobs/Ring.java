package io.derwent.streamjobs.vitals;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The newest readings of a key, at most so many, for at most so long (by the machine's clock): the oldest makes room for the
 * next. Writing one costs one entry, whatever the size.
 */
final class Ring {
    private static final int KEYS_AT_HAND = 10_000;

    private final MapState<Integer, KeptReading> readings;
    private final CachedState<Integer> added;
    private final int size;

    private Ring(MapState<Integer, KeptReading> readings, CachedState<Integer> added, int size) {
        this.readings = readings;
        this.added = added;
        this.size = size;
    }

    /** For {@code open()}: states {@code <name>} and {@code <name>-next}, the latter how many were added. */
    static Ring open(CachingOperator.Function<?, ?, ?> function, String name, int size, Duration keptFor) {
        StateTtlConfig expiry = StateTtlConfig.newBuilder(keptFor).build();
        MapStateDescriptor<Integer, KeptReading> readings =
                new MapStateDescriptor<>(name, Types.INT, TypeInformation.of(KeptReading.class));
        readings.enableTimeToLive(expiry);
        ValueStateDescriptor<Integer> added = new ValueStateDescriptor<>(name + "-next", Types.INT);
        added.enableTimeToLive(expiry);
        return new Ring(function.getRuntimeContext().getMapState(readings), function.cached(added, KEYS_AT_HAND), size);
    }

    /** Adds one under the current key; whether another had to make room. */
    boolean add(String key, KeptReading reading) throws Exception {
        @Nullable Integer before = added.value(key);
        int number = before == null ? 0 : before;
        int slot = number % size;
        boolean full = number >= size && readings.contains(slot);
        readings.put(slot, reading);
        added.update(key, number + 1);
        return full;
    }

    void replace(int slot, KeptReading reading) throws Exception {
        readings.put(slot, reading);
    }

    void remove(int slot) throws Exception {
        readings.remove(slot);
    }

    Iterable<Map.Entry<Integer, KeptReading>> entries() throws Exception {
        return readings.entries();
    }

    void clear(String key) {
        readings.clear();
        added.clear(key);
    }
}
