package io.derwent.streamjobs.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachedStateTest {
    private final KeyedState stored = new KeyedState();
    private final CachedState<String> cached = new CachedState<>(stored, 2);

    @Test
    void everyChangeIsWrittenThrough() throws Exception {
        update("a", "one");
        update("a", "two");

        assertThat(stored.values).containsExactlyEntriesOf(Map.of("a", "two"));
    }

    @Test
    void aValueAtHandIsNotReadAgain() throws Exception {
        stored.values.put("a", "one");

        assertThat(value("a")).isEqualTo("one");
        assertThat(value("a")).isEqualTo("one");
        assertThat(stored.reads).isEqualTo(1);
    }

    @Test
    void whatIsNoLongerAtHandIsReadFromTheState() throws Exception {
        update("a", "one");
        update("b", "two");
        update("c", "three");

        assertThat(value("a")).isEqualTo("one");
        assertThat(stored.reads).isEqualTo(1);
    }

    @Test
    void theKeyUsedLongestAgoMakesRoom() throws Exception {
        update("a", "one");
        update("b", "two");
        value("a");
        update("c", "three");

        value("a");
        assertThat(stored.reads).isZero();
    }

    @Test
    void aKeyWithoutValueHasNone() throws Exception {
        assertThat(value("a")).isNull();
    }

    @Test
    void whatIsClearedIsGoneFromBoth() throws Exception {
        update("a", "one");
        stored.key = "a";
        cached.clear("a");

        assertThat(value("a")).isNull();
        assertThat(stored.values).isEmpty();
    }

    private @Nullable String value(String key) throws Exception {
        stored.key = key;
        return cached.value(key);
    }

    private void update(String key, String value) throws Exception {
        stored.key = key;
        cached.update(key, value);
    }

    /** As Flink's: one value for whatever the current key is. */
    private static final class KeyedState implements ValueState<String> {
        private final Map<String, String> values = new HashMap<>();
        private String key = "";
        private int reads;

        @Override
        public @Nullable String value() {
            reads++;
            return values.get(key);
        }

        @Override
        public void update(String value) {
            values.put(key, value);
        }

        @Override
        public void clear() {
            values.remove(key);
        }
    }
}
