package io.derwent.console.cases;

import io.derwent.store.PatientCase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The order in which a nurse should look: snoozed ones last, then by severity, those nobody has seen before those somebody
 * has, and of these the one that waits longest first.
 */
public final class Queue {
    private Queue() {}

    public static List<PatientCase> ranked(List<PatientCase> cases, Instant now) {
        return cases.stream()
                .sorted(Comparator.<PatientCase, Boolean>comparing(one -> isSnoozed(one, now))
                        .thenComparing(PatientCase::severity, Comparator.reverseOrder())
                        .thenComparing(PatientCase::state)
                        .thenComparing(PatientCase::openedAt)
                        .thenComparing(PatientCase::id))
                .toList();
    }

    public static boolean isSnoozed(PatientCase one, Instant now) {
        return one.snoozedUntil() != null && one.snoozedUntil().isAfter(now);
    }
}
