package io.derwent.console.cases;

import io.derwent.store.PatientCase;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The order in which a nurse should look: by {@link Rank}, snoozed ones last; of two alike the one opened first. */
public final class Queue {
    private Queue() {}

    /** A case with what it is sorted by, so that it is worked out once. */
    private record Ranked(PatientCase one, boolean snoozed, double rank) {
        static final Comparator<Ranked> ORDER = Comparator.comparing(Ranked::snoozed)
                .thenComparing(Comparator.comparingDouble(Ranked::rank).reversed())
                .thenComparing(ranked -> ranked.one().openedAt())
                .thenComparing(ranked -> ranked.one().id());
    }

    public static List<PatientCase> ranked(List<PatientCase> cases, Instant now) {
        return cases.stream()
                .map(one -> new Ranked(one, isSnoozed(one, now), Rank.of(one, now)))
                .sorted(Ranked.ORDER)
                .map(Ranked::one)
                .toList();
    }

    public static boolean isSnoozed(PatientCase one, Instant now) {
        return one.snoozedUntil() != null && one.snoozedUntil().isAfter(now);
    }
}
