package io.derwent.presence;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a thing is by the reads of some seconds: they are gone through in the order of their effectiveTimes, whatever the
 * order they arrived in. In each second the present place stays, unless another that hears the tag in that second takes over:
 *
 * <pre>
 *   louder by more than   thresholdCdb                       up to patience after the present place's last read
 *                         falling to 0                       within as long again, or at slopePerMilli if that takes longer
 *                         below 0, falling at slopePerMilli  from then on: the present place is overdue, and soon any place
 *                                                            that hears the tag takes over, however faintly
 *   and heard             leastReads times; once is enough when the present place is overdue and the read is not weak
 *   or as loud            and not weak, where the present place read the tag once only: of single reads or scans the last counts
 * </pre>
 *
 * <p>Patience is EdgeX's hold-off, or four of the intervals at which the present place read the tag, if that is longer: two
 * places that both hear a tag every ten seconds would otherwise take turns.
 *
 * @param place     null: nowhere
 * @param decidedAt effectiveTime of the read that decided, milliseconds since 1970; 0 if it was decided before
 */
record Decision(@Nullable String place, long decidedAt) {

    /** From where it was, by the seconds {@code from} (inclusive) to {@code to} (exclusive). */
    static Decision from(Decision before, List<ReadPoint> readPoints, long from, long to, MobilityProfile profile) {
        Decision decision = before;
        for (long second : secondsOtherThan(before.place, readPoints, from, to)) {
            decision = decision.in(second, readPoints, profile);
        }
        return decision;
    }

    /** Seconds in which something can change: while no other place hears it, nothing does. */
    private static Iterable<Long> secondsOtherThan(
            @Nullable String place, List<ReadPoint> readPoints, long from, long to) {
        TreeSet<Long> seconds = new TreeSet<>();
        if (!isHeardElsewhere(place, readPoints, from)) {
            return seconds;
        }
        for (ReadPoint point : readPoints) {
            for (int i = point.slots().size() - 1; i >= 0; i--) {
                long second = point.slots().get(i).second();
                if (second < from) {
                    break;
                }
                if (second < to) {
                    seconds.add(second);
                }
            }
        }
        return seconds;
    }

    private static boolean isHeardElsewhere(@Nullable String place, List<ReadPoint> readPoints, long from) {
        for (ReadPoint point : readPoints) {
            if (!point.place().equals(place) && point.last().second() >= from) {
                return true;
            }
        }
        return false;
    }

    private Decision in(long second, List<ReadPoint> readPoints, MobilityProfile profile) {
        Optional<Heard> here = place == null ? Optional.empty() : Heard.at(readPoints, place, second, profile);
        @Nullable String best = null;
        @Nullable Heard bestHeard = null;
        for (ReadPoint point : readPoints) {
            String there = point.place();
            if (there.equals(place) || there.equals(best) || !point.heardIn(second)) {
                continue;
            }
            Heard heard = Heard.at(readPoints, there, second, profile).orElseThrow();
            if ((here.isEmpty() || takesOver(heard, here.get(), profile))
                    && (best == null || bestHeard == null || isBetter(heard, there, bestHeard, best))) {
                best = there;
                bestHeard = heard;
            }
        }
        return best == null || bestHeard == null ? this : new Decision(best, bestHeard.lastAt());
    }

    private static boolean isBetter(Heard heard, String place, Heard best, String bestPlace) {
        int margin = heard.marginOver(best);
        if (margin != 0) {
            return margin > 0;
        }
        return heard.lastAt() == best.lastAt() ? place.compareTo(bestPlace) < 0 : heard.lastAt() > best.lastAt();
    }

    static boolean takesOver(Heard there, Heard here, MobilityProfile profile) {
        int margin = there.marginOver(here);
        boolean later = there.lastAt() > here.lastAt();
        if (here.reads() == 1 && later && margin >= 0 && !there.isWeak(profile)) {
            return true;
        }
        double offset = offsetCdb(there.lastAt() - here.lastAt(), here.intervalMillis(), profile);
        boolean heardEnough = there.reads() >= profile.leastReads() || (offset < 0 && !there.isWeak(profile));
        return heardEnough && margin > offset;
    }

    /** By how much another place must be louder, in hundredths of dB, so long after the present place's last read. */
    static double offsetCdb(long unheardMillis, long intervalMillis, MobilityProfile profile) {
        double slope = profile.slopePerMilli() * 100;
        double falls = Math.max(profile.thresholdCdb() / slope, (double) Heard.INTERVALS * intervalMillis);
        double late = unheardMillis - profile.patienceMillis(intervalMillis);
        if (late > falls) {
            return -slope * (late - falls);
        }
        return late <= 0 ? profile.thresholdCdb() : profile.thresholdCdb() * (1 - late / falls);
    }
}
