package io.derwent.presence;

import org.jspecify.annotations.Nullable;

/**
 * What one antenna heard of a tag within one second. The loudest read counts: so the same reads make the same slot in
 * whatever order and however often they arrive, and a reader that reports a hundred times a second weighs no more than one
 * that reports once. Part of {@link PresenceState}, a persistent format.
 *
 * @param second      since 1970
 * @param firstMillis of the first read within it, 0 to 999
 * @param lastMillis  of the last read within it
 * @param rssiCdbm    of the loudest; null if none told any
 */
public record Slot(
        long second,
        int firstMillis,
        int lastMillis,
        @Nullable Integer rssiCdbm) {
    static final int MILLIS = 1000;

    static Slot of(Sighting sighting) {
        int millis = (int) Math.floorMod(sighting.millis(), (long) MILLIS);
        return new Slot(sighting.second(), millis, millis, sighting.rssiCdbm());
    }

    Slot with(Slot other) {
        return new Slot(
                second,
                Math.min(firstMillis, other.firstMillis),
                Math.max(lastMillis, other.lastMillis),
                louder(rssiCdbm, other.rssiCdbm));
    }

    private static @Nullable Integer louder(@Nullable Integer one, @Nullable Integer other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return Math.max(one, other);
    }

    long firstAt() {
        return second * MILLIS + firstMillis;
    }

    long lastAt() {
        return second * MILLIS + lastMillis;
    }

    /** One or, for all that matters, several. */
    int reads() {
        return firstMillis == lastMillis ? 1 : 2;
    }
}
