package io.derwent.streamjobs.vitals;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * A value per key, with those of the keys used last at hand: reading one of them costs no look into RocksDB and no decoding.
 * Every change is written through, so a checkpoint holds all of it, and a restored job starts with nothing at hand.
 *
 * <p>Values must not be changed in place. A value at hand does not expire: not for state whose expiry means something.
 */
final class CachedState<T> {
    private final ValueState<T> state;
    private final Map<String, T> atHand;

    /** Keeps at most {@code keys} values at hand. */
    CachedState(ValueState<T> state, int keys) {
        this.state = state;
        this.atHand = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > keys;
            }
        };
    }

    /** The value of {@code key}, which must be the current key; null if there is none. */
    @Nullable
    T value(String key) throws IOException {
        @Nullable T known = atHand.get(key);
        if (known != null) {
            return known;
        }
        @Nullable T stored = state.value();
        if (stored != null) {
            atHand.put(key, stored);
        }
        return stored;
    }

    /** Sets the value of {@code key}, which must be the current key. */
    void update(String key, T value) throws IOException {
        state.update(value);
        atHand.put(key, value);
    }

    /** Removes the value of {@code key}, which must be the current key. */
    void clear(String key) {
        state.clear();
        atHand.remove(key);
    }
}
