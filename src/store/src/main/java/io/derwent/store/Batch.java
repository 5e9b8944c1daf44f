package io.derwent.store;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Prepares rows for one {@code insert … on conflict}: that statement refuses two rows of one key. */
final class Batch {
    private Batch() {}

    /** The highest revision of each key, the later of equals; ordered by key, so that concurrent writers lock in one order. */
    static <T> List<T> highestRevisions(Collection<T> rows, Function<T, String> key, ToIntFunction<T> revision) {
        BinaryOperator<T> higher =
                (earlier, later) -> revision.applyAsInt(later) >= revision.applyAsInt(earlier) ? later : earlier;
        TreeMap<String, T> byKey = new TreeMap<>();
        rows.forEach(row -> byKey.merge(key.apply(row), row, higher));
        return List.copyOf(byKey.values());
    }
}
