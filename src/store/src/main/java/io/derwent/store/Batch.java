package io.derwent.store;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Prepares rows for one {@code insert … on conflict}: that statement refuses two rows of one key. */
final class Batch {
    private Batch() {}

    /**
     * The highest revision of each key, the later of equals. In order of time, as the tables' keys are: neighbours go into the
     * index side by side; and in one order, so that concurrent writers lock alike.
     */
    static <T> List<T> highestRevisions(
            Collection<T> rows, Function<T, Instant> time, Function<T, String> key, ToIntFunction<T> revision) {
        Map<String, T> byKey = new HashMap<>();
        for (T row : rows) {
            byKey.merge(
                    key.apply(row),
                    row,
                    (earlier, later) -> revision.applyAsInt(later) >= revision.applyAsInt(earlier) ? later : earlier);
        }
        return byKey.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, T> entry) -> time.apply(entry.getValue()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .toList();
    }
}
