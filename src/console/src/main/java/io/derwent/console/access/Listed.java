package io.derwent.console.access;

import java.util.List;

/**
 * The rows of a list that may have been cut.
 *
 * @param more whether there are rows that are not here
 */
public record Listed<T>(List<T> rows, boolean more) {
    public Listed {
        rows = List.copyOf(rows);
    }

    /** The first {@code most} of these rows; one more was asked for, to know whether there is one. */
    public static <T> Listed<T> of(List<T> oneMore, int most) {
        return new Listed<>(oneMore.subList(0, Math.min(most, oneMore.size())), oneMore.size() > most);
    }
}
