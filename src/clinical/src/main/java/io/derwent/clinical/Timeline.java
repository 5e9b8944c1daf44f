package io.derwent.clinical;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What one rule saw of one patient, by effectiveTime, whatever the order of arrival was.
 *
 * <p>Spans of episodes begin and end at times. Many devices know the minute only, so an in-range reading may have the very
 * time at which a span ends; the device's counter then says on which side it lies ({@link Observation#isNewerThan}), and
 * where it does not, the reading counts as neither before nor after. Breaches of one time belong to one episode.
 */
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

    boolean hasInRangeNewerThan(Observation breach) {
        return observations.stream()
                .anyMatch(observation -> !observation.isBreach() && observation.isNewerThan(breach));
    }

    /** Whether something in range was measured after every breach of a span that ends at {@code lastBreachAt}. */
    boolean hasInRangeAfter(Instant lastBreachAt) {
        return observations.stream()
                .anyMatch(observation -> !observation.isBreach() && isAfter(observation, lastBreachAt));
    }

    private boolean hasInRangeBetween(Instant earlier, Instant later) {
        return observations.stream()
                .anyMatch(observation ->
                        !observation.isBreach() && isAfter(observation, earlier) && isBefore(observation, later));
    }

    /** Whether it was measured after the breaches at that time. */
    boolean isAfter(Observation observation, Instant breachAt) {
        int byTime = observation.effectiveTime().compareTo(breachAt);
        return byTime > 0 || (byTime == 0 && allBreachesAt(breachAt, observation::isNewerThan));
    }

    /** Whether it was measured before the breaches at that time. */
    private boolean isBefore(Observation observation, Instant breachAt) {
        int byTime = observation.effectiveTime().compareTo(breachAt);
        return byTime < 0 || (byTime == 0 && allBreachesAt(breachAt, breach -> breach.isNewerThan(observation)));
    }

    private boolean allBreachesAt(Instant time, Predicate<Observation> holds) {
        boolean any = false;
        for (Observation observation : observations) {
            if (observation.isBreach() && observation.effectiveTime().equals(time)) {
                if (!holds.test(observation)) {
                    return false;
                }
                any = true;
            }
        }
        return any;
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
