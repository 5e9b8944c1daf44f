package io.derwent.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Prepares rows for one {@code insert … on conflict}: that statement refuses two rows of one key. */
final class Batch {
    private Batch() {}

    /** A row's unique key, in the order of the tables' own: neighbours in it go into the index side by side. */
    record Key(String tenant, Instant time, String id) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::tenant).thenComparing(Key::time).thenComparing(Key::id);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** The newest state of each key, the later of equals; ordered by key, so that concurrent writers lock in one order. */
    static <T> List<T> newest(Collection<T> rows, Function<T, List<String>> key, Comparator<T> byNews) {
        TreeMap<String, T> byKey = new TreeMap<>();
        for (T row : rows) {
            byKey.merge(
                    String.join("/", key.apply(row)),
                    row,
                    (earlier, later) -> byNews.compare(later, earlier) >= 0 ? later : earlier);
        }
        return List.copyOf(byKey.values());
    }

    /** The highest revision of each key, the later of equals; ordered by key, so that concurrent writers lock in one order. */
    static <T> List<T> highestRevisions(Collection<T> rows, Function<T, Key> key, ToIntFunction<T> revision) {
        BinaryOperator<T> higher =
                (earlier, later) -> revision.applyAsInt(later) >= revision.applyAsInt(earlier) ? later : earlier;
        TreeMap<Key, T> byKey = new TreeMap<>();
        rows.forEach(row -> byKey.merge(key.apply(row), row, higher));
        return List.copyOf(byKey.values());
    }
}
