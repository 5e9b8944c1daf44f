package io.derwent.streamjobs;

import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;

/**
 * A value per key, with those of the keys used last at hand: reading or changing one of them costs no look into RocksDB and
 * no encoding. What has changed is written when its key makes room for another, and all of it before each checkpoint
 * ({@link CachingOperator}). State is durable at checkpoints only, so nothing is lost by that: a restored job starts with
 * nothing at hand, from what the checkpoint holds.
 *
 * <p>Values must not be changed in place. A value at hand does not expire: not for state whose expiry means something.
 */
public final class CachedState<T> {
    private final ValueState<T> state;
    private final CachedStates.Keys keys;
    private final int most;
    private final Map<String, T> atHand = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> unwritten = new HashSet<>();

    /**
     * A cache of at most {@code most} values.
     *
     * @param keys makes another key the current one while its value is written
     */
    CachedState(ValueState<T> state, CachedStates.Keys keys, int most) {
        this.state = state;
        this.keys = keys;
        this.most = most;
    }

    /** The value of {@code key}, which must be the current key; null if there is none. */
    public @Nullable T value(String key) throws IOException {
        @Nullable T known = atHand.get(key);
        if (known != null) {
            return known;
        }
        @Nullable T stored = state.value();
        if (stored != null) {
            keep(key, stored);
        }
        return stored;
    }

    /** Sets the value of {@code key}, which must be the current key. */
    public void update(String key, T value) throws IOException {
        unwritten.add(key);
        keep(key, value);
    }

    /** Removes the value of {@code key}, which must be the current key. */
    public void clear(String key) {
        state.clear();
        atHand.remove(key);
        unwritten.remove(key);
    }

    /** Writes what has changed; the current key is another one afterwards. */
    void write() throws IOException {
        for (String key : unwritten) {
            keys.makeCurrent(key);
            state.update(Opened.of(atHand.get(key)));
        }
        unwritten.clear();
    }

    private void keep(String key, T value) throws IOException {
        atHand.put(key, value);
        if (atHand.size() > most) {
            makeRoom(key);
        }
    }

    private void makeRoom(String current) throws IOException {
        Iterator<Map.Entry<String, T>> byLastUse = atHand.entrySet().iterator();
        Map.Entry<String, T> eldest = byLastUse.next();
        if (unwritten.remove(eldest.getKey())) {
            keys.makeCurrent(eldest.getKey());
            state.update(eldest.getValue());
            keys.makeCurrent(current);
        }
        byLastUse.remove();
    }
}
