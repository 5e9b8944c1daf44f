package io.derwent.streamjobs.assets;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tags say, those read lately at hand: a reader tells of the same ones over and over. */
final class TagKeys {
    private static final int MOST = 10_000;

    private final Map<String, Optional<String>> atHand = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<String>> eldest) {
            return size() > MOST;
        }
    };

    /** The GS1 key these bits say; null if they are no EPC that we read. */
    @Nullable
    String of(String epc) {
        return atHand.computeIfAbsent(epc, bits -> Optional.ofNullable(PlacedRead.keyOf(bits)))
                .orElse(null);
    }
}
