package io.derwent.edge;

import java.util.HashSet;
import java.util.Set;

/**
 * The topic filters by which one local connection listens for what the hub says: {@code derwent/prompts/PATIENT},
 * {@code derwent/prompts/+} or {@code derwent/prompts/#}. Bounded.
 */
final class PromptFilters {
    private static final int MOST = 100;
    private static final Set<String> ALL = Set.of(Notice.TOPICS + "+", Notice.TOPICS + "#");

    private final Set<String> filters = new HashSet<>();

    /** Whether the filter is such a one; if so it counts from now on. */
    boolean subscribe(String topicFilter) {
        String patient = topicFilter.startsWith(Notice.TOPICS) ? topicFilter.substring(Notice.TOPICS.length()) : "";
        boolean isOne = ALL.contains(topicFilter) || WatchFiles.isName(patient);
        return isOne && filters.size() < MOST && (filters.add(topicFilter) || filters.contains(topicFilter));
    }

    /** Whether it counted; from now on it does not. */
    boolean unsubscribe(String topicFilter) {
        return filters.remove(topicFilter);
    }

    /** Whether what is said on this topic name is listened for. */
    boolean reach(String topicName) {
        return filters.contains(topicName) || ALL.stream().anyMatch(filters::contains);
    }
}
