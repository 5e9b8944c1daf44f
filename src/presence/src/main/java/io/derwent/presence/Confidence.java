package io.derwent.presence;

import io.derwent.model.LastSeen;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How sure it is that a thing is where it was last seen: a number from 0 to 1, never growing with age. It orders answers and
 * says how much to trust one; it is not a measured frequency, and the weights are ours.
 *
 * <pre>
 *   confidence = evidence × clarity × attendance × persistence × watch
 *
 *   evidence     1 − 0.8 · 2^−(reads not weak + half the weak ones)    one read 0.60, one weak read 0.43, two 0.80, five 0.98
 *   clarity      ½ + margin / (2 · threshold), 0.2 to 1                over the next best place that hears it too; 1 if
 *                                                                      none does, ½ if strengths are not told
 *   attendance   1 up to patience, then falling to 0.1 at the time it departs, and 0.1 from then on
 *                                                                      counts only time in which the reader was heard of
 *   persistence  2^−((age − patience) / halfLife)                      things wander off even if nobody looks
 *   watch        ½ while the reader is silent or nothing is known of it, else 1
 * </pre>
 *
 * Evidence × clarity stand when the thing is seen ({@link LastSeen#standing}); the rest is worked out when somebody asks.
 */
public final class Confidence {
    /** Left of a place where a thing was not seen for so long that it departed. */
    static final double DEPARTED = 0.1;

    private static final double DOUBT = 0.8;
    private static final double LEAST_CLARITY = 0.2;
    private static final double EVEN = 0.5;
    private static final double UNWATCHED = 0.5;

    private Confidence() {}

    /**
     * The answer to "where is it?".
     *
     * @param reader what is known of {@link LastSeen#reader()}; empty if nothing is
     * @param now    by the gateway's clock
     */
    public static Whereabouts whereabouts(LastSeen seen, Optional<ReaderStatus> reader, Instant now) {
        return whereabouts(seen, MobilityProfile.of(seen.mobility()), reader, now);
    }

    /** The same under a profile of its own. */
    public static Whereabouts whereabouts(
            LastSeen seen, MobilityProfile profile, Optional<ReaderStatus> reader, Instant now) {
        return new Whereabouts(
                seen.place(),
                seen.present(),
                seen.since(),
                seen.lastSeenAt(),
                age(seen, now).toSeconds(),
                of(seen, profile, reader, now),
                reader.map(ReaderStatus::silentSince).orElse(null));
    }

    static double of(LastSeen seen, MobilityProfile profile, Optional<ReaderStatus> reader, Instant now) {
        Duration age = age(seen, now);
        double beyondPatience = Math.max(0, age.toMillis() - seen.patienceMillis());
        double persistence = Math.pow(2, -beyondPatience / profile.halfLife().toMillis());
        boolean watched = reader.isPresent() && reader.get().silentSince() == null;
        return rounded(
                seen.standing() * attendance(seen, profile, reader, age) * persistence * (watched ? 1 : UNWATCHED));
    }

    /** Evidence × clarity; {@code margin} is empty where no other place hears it. */
    static double standing(Heard here, Optional<Integer> margin, MobilityProfile profile) {
        double evidence = 1 - DOUBT * Math.pow(2, -(here.reads() - here.weakReads() / 2.0));
        return rounded(evidence * margin.map(known -> clarity(known, profile)).orElse(1.0));
    }

    private static double clarity(int marginCdb, MobilityProfile profile) {
        double perThreshold = (double) marginCdb / Math.max(1, profile.thresholdCdb());
        return Math.min(1, Math.max(LEAST_CLARITY, EVEN + perThreshold / 2));
    }

    private static double attendance(
            LastSeen seen, MobilityProfile profile, Optional<ReaderStatus> reader, Duration age) {
        if (!seen.present()) {
            return DEPARTED;
        }
        if (reader.isEmpty() || !reader.get().continuous()) {
            return 1;
        }
        Instant from = seen.lastSeenAt().isAfter(reader.get().heardSince())
                ? seen.lastSeenAt()
                : reader.get().heardSince();
        long missed =
                Math.min(Duration.between(from, reader.get().lastHeardAt()).toMillis(), age.toMillis());
        long patience = seen.patienceMillis();
        long departs = profile.unseenFor(patience).toMillis();
        if (missed <= patience && missed < departs) {
            return 1;
        }
        double gone = departs <= patience ? 1 : Math.min(1, (double) (missed - patience) / (departs - patience));
        return 1 - gone * (1 - DEPARTED);
    }

    private static Duration age(LastSeen seen, Instant now) {
        Duration age = Duration.between(seen.lastSeenAt(), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** More than hundredths would claim to know more than anybody does. */
    static double rounded(double confidence) {
        return Math.rint(confidence * 100) / 100;
    }
}
