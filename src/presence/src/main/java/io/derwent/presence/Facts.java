package io.derwent.presence;

import io.derwent.model.AssetMove;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What speaks for a thing being at a place, as of its newest read.
 *
 * @param standing       0 to 1 (see {@link Confidence})
 * @param patienceMillis how long it may go unread before that means anything
 */
record Facts(double standing, long patienceMillis, AssetMove.Evidence evidence) {

    static Facts of(List<ReadPoint> readPoints, String place, long newest, MobilityProfile profile) {
        Heard here = Heard.at(readPoints, place, newest, profile)
                .orElseThrow(() -> new IllegalStateException("decided for a place that heard nothing"));
        Optional<Integer> margin = marginOverOthers(readPoints, place, newest, here, profile);
        @Nullable Integer told = here.rssiCdbm() == null ? null : margin.orElse(null);
        return new Facts(
                Confidence.standing(here, margin, profile),
                profile.patienceMillis(here.intervalMillis()),
                new AssetMove.Evidence(
                        here.lastAntenna().reader(),
                        here.lastAntenna().antenna(),
                        here.reads(),
                        here.rssiCdbm(),
                        told,
                        Instant.ofEpochMilli(here.lastAt())));
    }

    Instant lastSeenAt() {
        return evidence.lastSeenAt();
    }

    /** Over the next best place that hears the tag in the same stay; empty if it is the only one. */
    private static Optional<Integer> marginOverOthers(
            List<ReadPoint> readPoints, String place, long newest, Heard here, MobilityProfile profile) {
        long oldest = here.lastAt() - profile.together().toMillis();
        @Nullable Integer least = null;
        for (ReadPoint point : readPoints) {
            // what was heard last elsewhere is long ago, mostly
            if (!point.place().equals(place) && point.last().lastAt() >= oldest) {
                int margin = here.marginOver(
                        Heard.at(readPoints, point.place(), newest, profile).orElseThrow());
                least = least == null ? margin : Math.min(least, margin);
            }
        }
        return Optional.ofNullable(least);
    }
}
