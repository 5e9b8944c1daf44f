package io.derwent.devicesim.ledger;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader's message holds, and what the scenario says must come of it.
 *
 * @param pings        how many reads of tags; 0 for a round that found nothing, a sign of life
 * @param seen         things that were read where they are, by place. A stray read is not in here: nothing must come of it.
 *     A thing is named by its asset's id, a guest's by {@code id@tenant}; a tag of no asset by its GS1 key or, if it says none,
 *     its bits as upper-case hex
 * @param unknown      those of them that are tags of no asset, and must be listed as unknown
 * @param gone         things this reader saw last, which it has not seen for so long that they must have departed
 * @param afterSilence whether the reader was not heard of before this for so long that it must have been told as silent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Inventory(
        @JsonInclude int pings,
        Map<String, List<String>> seen,
        List<String> unknown,
        List<String> gone,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean afterSilence) {
    // Absent in the file means empty: Jackson hands null to the constructor. Sorted, so that the same message is the
    // same line.
    @SuppressWarnings("NullAway")
    public Inventory {
        seen = seen == null ? Map.of() : new TreeMap<>(seen);
        unknown = unknown == null ? List.of() : List.copyOf(unknown);
        gone = gone == null ? List.of() : List.copyOf(gone);
    }

    /** A message of a reader from which nothing follows but that it is heard of. */
    public static Inventory ofNoConsequence(int pings) {
        return new Inventory(pings, Map.of(), List.of(), List.of(), false);
    }
}
