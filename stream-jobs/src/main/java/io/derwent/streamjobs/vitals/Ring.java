package io.derwent.streamjobs.vitals;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.jspecify.annotations.Nullable;

/**
 * The newest readings of a key, at most so many, for at most so long (by the machine's clock): the oldest makes room for the
 * next. Writing one costs one entry, whatever the size.
 */
final class Ring {
    private final MapState<Integer, KeptReading> readings;
    private final ValueState<Integer> next;
    private final int size;

    private Ring(MapState<Integer, KeptReading> readings, ValueState<Integer> next, int size) {
        this.readings = readings;
        this.next = next;
        this.size = size;
    }

    /** States {@code <name>} and {@code <name>-next}. */
    static Ring open(RuntimeContext context, String name, int size, Duration keptFor) {
        StateTtlConfig expiry = StateTtlConfig.newBuilder(keptFor).build();
        MapStateDescriptor<Integer, KeptReading> readings =
                new MapStateDescriptor<>(name, Types.INT, TypeInformation.of(KeptReading.class));
        readings.enableTimeToLive(expiry);
        ValueStateDescriptor<Integer> next = new ValueStateDescriptor<>(name + "-next", Types.INT);
        next.enableTimeToLive(expiry);
        return new Ring(context.getMapState(readings), context.getState(next), size);
    }

    /** Adds one; whether another had to make room. */
    boolean add(KeptReading reading) throws Exception {
        @Nullable Integer position = next.value();
        int slot = position == null ? 0 : position;
        boolean full = readings.contains(slot);
        readings.put(slot, reading);
        next.update((slot + 1) % size);
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

    void clear() {
        readings.clear();
        next.clear();
    }
}
