package io.derwent.streamjobs;

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
 * The newest values of a key, at most so many, for at most so long (by the machine's clock): the oldest makes room for the
 * next. Writing one costs one entry, whatever the size.
 */
public final class Ring<T> {
    private static final int KEYS_AT_HAND = 10_000;

    private final MapState<Integer, T> values;
    private final CachedState<Integer> added;
    private final int size;

    private Ring(MapState<Integer, T> values, CachedState<Integer> added, int size) {
        this.values = values;
        this.added = added;
        this.size = size;
    }

    /** For {@code open()}: states {@code <name>} and {@code <name>-next}, the latter how many were added. */
    public static <T> Ring<T> open(
            CachingOperator.Function<?, ?, ?> function, String name, Class<T> type, int size, Duration keptFor) {
        StateTtlConfig expiry = StateTtlConfig.newBuilder(keptFor).build();
        MapStateDescriptor<Integer, T> values = new MapStateDescriptor<>(name, Types.INT, TypeInformation.of(type));
        values.enableTimeToLive(expiry);
        ValueStateDescriptor<Integer> added = new ValueStateDescriptor<>(name + "-next", Types.INT);
        added.enableTimeToLive(expiry);
        return new Ring<>(function.getRuntimeContext().getMapState(values), function.cached(added, KEYS_AT_HAND), size);
    }

    /** Adds one under the current key; whether another had to make room. */
    public boolean add(String key, T value) throws Exception {
        @Nullable Integer before = added.value(key);
        int number = before == null ? 0 : before;
        int slot = number % size;
        boolean full = number >= size && values.contains(slot);
        values.put(slot, value);
        added.update(key, number + 1);
        return full;
    }

    public void replace(int slot, T value) throws Exception {
        values.put(slot, value);
    }

    public void remove(int slot) throws Exception {
        values.remove(slot);
    }

    public Iterable<Map.Entry<Integer, T>> entries() throws Exception {
        return values.entries();
    }

    public void clear(String key) {
        values.clear();
        added.clear(key);
    }
}
