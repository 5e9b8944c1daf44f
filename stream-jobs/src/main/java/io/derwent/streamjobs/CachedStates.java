package io.derwent.streamjobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ValueState;

/** Everything one operator keeps at hand; called on the task's thread only. */
final class CachedStates {
    private final Keys keys;
    private final List<CachedState<?>> states = new ArrayList<>();

    CachedStates(Keys keys) {
        this.keys = keys;
    }

    /** Makes a key the current one, whose state is read and written. */
    interface Keys {
        void makeCurrent(String key);
    }

    <T> CachedState<T> open(ValueState<T> state, int most) {
        CachedState<T> cached = new CachedState<>(state, keys, most);
        states.add(cached);
        return cached;
    }

    /** Writes what has changed; the current key is another one afterwards. */
    void write() throws IOException {
        for (CachedState<?> state : states) {
            state.write();
        }
    }
}
