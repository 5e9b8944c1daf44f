package io.derwent.streamjobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ValueState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CachedStateTest {
    private final KeyedState stored = new KeyedState();
    private final CachedState<String> cached = new CachedState<>(stored, key -> stored.key = key, 2);

    @Test
    void whatChangedIsWrittenWhenAsked() throws Exception {
        update("a", "one");
        update("a", "two");
        update("b", "three");
        assertThat(stored.values).isEmpty();

        cached.write();

        assertThat(stored.values).containsOnly(Map.entry("a", "two"), Map.entry("b", "three"));
        assertThat(stored.writes).isEqualTo(2);
    }

    @Test
    void whatIsWrittenIsNotWrittenAgain() throws Exception {
        update("a", "one");
        cached.write();

        cached.write();
        update("b", "two");
        update("c", "three");

        assertThat(stored.writes).isEqualTo(1);
    }

    @Test
    void whatMakesRoomIsWrittenUnderItsOwnKey() throws Exception {
        update("a", "one");
        update("b", "two");
        update("c", "three");

        assertThat(stored.values).containsOnly(Map.entry("a", "one"));
        assertThat(stored.key).isEqualTo("c");
    }

    @Test
    void aReadThatMakesRoomLosesNoChange() throws Exception {
        stored.values.put("c", "three");
        update("a", "one");
        update("b", "two");

        assertThat(value("c")).isEqualTo("three");
        assertThat(value("a")).isEqualTo("one");
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
        cached.write();

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
        private int writes;

        @Override
        public @Nullable String value() {
            reads++;
            return values.get(key);
        }

        @Override
        public void update(String value) {
            writes++;
            values.put(key, value);
        }

        @Override
        public void clear() {
            values.remove(key);
        }
    }
}
