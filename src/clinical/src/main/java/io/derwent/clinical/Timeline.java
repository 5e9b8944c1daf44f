package io.derwent.clinical;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What one rule saw of one patient, by effectiveTime, whatever the order of arrival was. */
record Timeline(List<Observation> observations) {

    /**
     * With one more observation (in place of an earlier revision of the same reading), without what is older than the
     * horizon. Of a run of in-range readings only the first and the last are kept: they decide whether a breach was over.
     */
    Timeline with(Observation added, Instant oldest) {
        List<Observation> all = new ArrayList<>();
        for (Observation known : observations) {
            if (!known.reading().equals(added.reading())
                    && !known.effectiveTime().isBefore(oldest)) {
                all.add(known);
            }
        }
        all.add(added);
        all.sort(Observation.OLDEST_FIRST);
        List<Observation> kept = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            boolean insideARun = i > 0
                    && i < all.size() - 1
                    && !all.get(i).isBreach()
                    && !all.get(i - 1).isBreach()
                    && !all.get(i + 1).isBreach();
            if (!insideARun) {
                kept.add(all.get(i));
            }
        }
        int surplus = Math.max(0, kept.size() - RuleState.MOST_OBSERVATIONS);
        return new Timeline(List.copyOf(kept.subList(surplus, kept.size())));
    }

    Timeline without(String reading) {
        return new Timeline(observations.stream()
                .filter(observation -> !observation.reading().equals(reading))
                .toList());
    }

    Optional<Observation> find(String reading) {
        for (Observation observation : observations) {
            if (observation.reading().equals(reading)) {
                return Optional.of(observation);
            }
        }
        return Optional.empty();
    }

    /** Breaches, oldest first. */
    List<Observation> breaches() {
        return observations.stream().filter(Observation::isBreach).toList();
    }

    /** Breaches that were no older than this when they arrived, oldest first. */
    List<Observation> breachesUpTo(Duration age) {
        return observations.stream()
                .filter(observation ->
                        observation.isBreach() && observation.age().compareTo(age) <= 0)
                .toList();
    }

    /** Those of {@link #breachesUpTo} taken at this time or later. */
    List<Observation> breachesSince(Instant start, Duration age) {
        return breachesUpTo(age).stream()
                .filter(breach -> !breach.effectiveTime().isBefore(start))
                .toList();
    }

    boolean hasInRangeAfter(Instant time) {
        return observations.stream()
                .anyMatch(observation ->
                        !observation.isBreach() && observation.effectiveTime().isAfter(time));
    }

    private boolean hasInRangeBetween(Instant earlier, Instant later) {
        return observations.stream()
                .anyMatch(observation -> !observation.isBreach()
                        && observation.effectiveTime().isAfter(earlier)
                        && observation.effectiveTime().isBefore(later));
    }

    /** Whether breaches at these two times belong to one episode: nothing in range between them, and no longer gap. */
    boolean isConnected(Instant earlier, Instant later, Duration longestGap) {
        return Duration.between(earlier, later).compareTo(longestGap) <= 0 && !hasInRangeBetween(earlier, later);
    }

    /** Whether these two spans overlap, or are connected. */
    boolean isOne(Instant from, Instant to, Instant otherFrom, Instant otherTo, Duration longestGap) {
        if (otherFrom.isAfter(to)) {
            return isConnected(to, otherFrom, longestGap);
        }
        return !otherTo.isBefore(from) || isConnected(otherTo, from, longestGap);
    }

    boolean isOne(Episode episode, Confirmation confirmation, Duration longestGap) {
        return isOne(
                episode.firstBreachAt(),
                episode.lastBreachAt(),
                confirmation.earlier().effectiveTime(),
                confirmation.later().effectiveTime(),
                longestGap);
    }

    boolean isNewest(Observation observation) {
        return observations.stream().noneMatch(other -> other.isNewerThan(observation));
    }

    /**
     * How far back an episode reaches that is known to have stood at {@code from}: to the earliest of these breaches that no
     * in-range reading and no gap longer than {@code longestGap} separates from it.
     */
    Instant startOf(Instant from, List<Observation> breaches, Duration longestGap) {
        Instant start = from;
        for (int i = breaches.size() - 1; i >= 0; i--) {
            Instant earlier = breaches.get(i).effectiveTime();
            if (earlier.isBefore(start)) {
                if (!isConnected(earlier, start, longestGap)) {
                    return start;
                }
                start = earlier;
            }
        }
        return start;
    }
}
