package io.derwent.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device's clock from the readings it sent, in the order they came (docs/adr/0037). Pure; kept in state, one
 * per device whose clock was ever in doubt, about 70 bytes: a persistent format.
 *
 * <p>What arrivals can tell, of a device that hands over all it has each time:
 * <ul>
 *   <li>A measurement was not taken after it left the device. So a clock is ahead by at least the most that a time of it ever
 *       was ahead of that, and behind by at most the least that one ever lagged.
 *   <li>It was taken after the arrival before, which did not bring it. A time that says otherwise is wrong: the clock is
 *       behind, or no more ahead by as much as it was.
 *   <li>That readings lag says nothing by itself, however often by the same: somebody may read out at eight what was measured
 *       at five. Only readings that come spaced as they were taken, of which the times say that they had been there before,
 *       came as they were taken, and then the lag is the clock's.
 * </ul>
 *
 * <pre>
 *   right ──(ahead, not believed)──> AHEAD by the most seen ──(a time that is as good as now)──> right
 *                                      └─ (before the arrival before) ──> AHEAD by what is seen now
 *   right ──({@value #SAME_LAG_ARRIVALS} arrivals lag the same, each as if there when the one before came)──> BEHIND by that lag
 *   BEHIND ──(a smaller lag)──> right
 * </pre>
 *
 * @param aheadMillis    by how much the clock is ahead; 0: not
 * @param aheadAt        when that was last seen
 * @param behindMillis   by how much it is behind; 0: not, or not known yet
 * @param lagMillis      the lag that earlier arrivals agree in
 * @param arrivals       how many agree that cannot be explained by reading out late
 * @param arrivalAt      when the last reading of the present arrival left the device; null if it neither lagged nor was ahead
 * @param arrivalMillis  the smallest lag of the present arrival, which is its newest reading's
 * @param earlierAt      when the arrival before ended; null if that is not known, and then nothing is known to be behind
 */
public record ClockOffset(
        long aheadMillis,
        @Nullable Instant aheadAt,
        long behindMillis,
        long lagMillis,
        int arrivals,
        @Nullable Instant arrivalAt,
        long arrivalMillis,
        @Nullable Instant earlierAt) {
    /** A clock nobody has reason to doubt. */
    public static final ClockOffset NONE = new ClockOffset(0, null, 0, 0, 0, null, 0, null);

    /** Less is how readings travel. */
    private static final long LEAST_LAG = Duration.ofMinutes(10).toMillis();

    /** Many devices tell minutes only. */
    private static final Duration SAME = Duration.ofMinutes(1);

    private static final int SAME_LAG_ARRIVALS = 3;
    private static final Duration ARRIVALS_APART = SAME.multipliedBy(2);
    private static final Duration AHEAD_FOR = Duration.ofDays(30);

    /**
     * What follows from one reading.
     *
     * @param known   what is known of the clock then
     * @param reading with the time that is believed of it, and marked if that is not the device's, or is doubted
     */
    public record Step(ClockOffset known, Reading reading) {}

    /** Which way the clock is wrong, and by how much: {@code device clock behind by PT1H}; empty if that is not known. */
    public Optional<String> inWords() {
        return aheadMillis > 0
                ? Optional.of("device clock ahead by " + seconds(aheadMillis))
                : behind() > 0 ? Optional.of("device clock behind by " + seconds(behind())) : Optional.empty();
    }

    private static Duration seconds(long millis) {
        return Duration.ofMillis(millis).truncatedTo(ChronoUnit.SECONDS);
    }

    /**
     * Learns from a reading that came, and corrects it by what was learned from earlier ones.
     *
     * @param reading      with the time and the marks {@link EffectiveTime} gives it
     * @param deviceTime   as the device sent it
     * @param leftDeviceAt when a hub or the gateway took it from the device
     */
    public Step observe(Reading reading, Instant deviceTime, Instant leftDeviceAt) {
        return reading.marks().contains(Mark.DEVICE_CLOCK_AHEAD)
                ? ahead(reading, deviceTime, leftDeviceAt)
                : believed(reading, deviceTime, leftDeviceAt);
    }

    private Step ahead(Reading reading, Instant deviceTime, Instant leftDeviceAt) {
        long seen = Duration.between(leftDeviceAt, deviceTime).toMillis();
        long offset = Math.max(aheadMillis, seen);
        boolean isLearned = isStillAhead(deviceTime.minusMillis(offset), leftDeviceAt)
                && deviceTime.minusMillis(offset).isAfter(leftDeviceAt.minus(Timing.HORIZON));
        ClockOffset known = new ClockOffset(
                isLearned ? offset : seen, leftDeviceAt, 0, 0, 0, leftDeviceAt, 0, earlierThan(leftDeviceAt));
        if (!isLearned) {
            return new Step(known, reading.takenAt(leftDeviceAt));
        }
        return new Step(known, corrected(reading, notAfter(leftDeviceAt, deviceTime.minusMillis(offset))));
    }

    private Step believed(Reading reading, Instant deviceTime, Instant leftDeviceAt) {
        if (deviceTime.isAfter(leftDeviceAt.plus(EffectiveTime.BELIEVED_AHEAD))) {
            // Believed only since a hub kept it so long. The device's clock is wrong, or the hub's: nothing to learn
            // from.
            return new Step(this, reading);
        }
        long lag = Duration.between(deviceTime, leftDeviceAt).toMillis();
        if (lag < LEAST_LAG) {
            return new Step(NONE, reading);
        }
        if (aheadAt != null) {
            return noMoreAhead(reading, deviceTime, lag, leftDeviceAt);
        }
        boolean isNews = !isBeforeThisArrival(leftDeviceAt);
        ClockOffset known = isNews ? lagging(lag, leftDeviceAt) : this;
        if (known.behind() == 0) {
            boolean isDoubted = isNews && isFromBefore(known.earlierAt, deviceTime);
            return new Step(known, reading.marking(Mark.DEVICE_CLOCK_SUSPECTED, isDoubted));
        }
        long offset = Math.min(known.behind(), lag);
        return new Step(known, corrected(reading, notAfter(leftDeviceAt, deviceTime.plusMillis(offset))));
    }

    /** The clock was set right, or the reading was stored for longer than it says: often nothing tells which. */
    private Step noMoreAhead(Reading reading, Instant deviceTime, long lag, Instant leftDeviceAt) {
        @Nullable Instant earlier = earlierThan(leftDeviceAt);
        if (isStillAhead(deviceTime.minusMillis(aheadMillis), leftDeviceAt)) {
            ClockOffset known = new ClockOffset(aheadMillis, aheadAt, 0, 0, 0, leftDeviceAt, 0, earlier);
            return new Step(known, reading.marking(Mark.DEVICE_CLOCK_SUSPECTED, true));
        }
        return new Step(new ClockOffset(0, null, 0, 0, 0, leftDeviceAt, lag, earlier), reading);
    }

    /** Whether what was seen before may still be so, if it makes this time of a reading. */
    private boolean isStillAhead(Instant corrected, Instant leftDeviceAt) {
        return aheadAt != null
                && aheadAt.plus(AHEAD_FOR).isAfter(leftDeviceAt)
                && !isFromBefore(earlierThan(leftDeviceAt), corrected);
    }

    /** What an earlier build learned of arrivals whose distance it did not look at is not believed. */
    private long behind() {
        return earlierAt == null ? 0 : behindMillis;
    }

    /** When the arrival ended that came before the one of now. */
    private @Nullable Instant earlierThan(Instant now) {
        return arrivalAt == null || isOneArrival(arrivalAt, now) ? earlierAt : arrivalAt;
    }

    private static boolean isOneArrival(Instant before, Instant now) {
        return now.isBefore(before.plus(ARRIVALS_APART));
    }

    /** Whether the time says that a reading had been there when an arrival ended that did not bring it. */
    private static boolean isFromBefore(@Nullable Instant arrival, Instant time) {
        return arrival != null && time.plus(SAME).isBefore(arrival);
    }

    /** Of two ways to the platform the slower one brings nothing new about the clock. */
    private boolean isBeforeThisArrival(Instant leftDeviceAt) {
        return arrivalAt != null && leftDeviceAt.isBefore(arrivalAt.minus(ARRIVALS_APART));
    }

    private ClockOffset lagging(long lag, Instant leftDeviceAt) {
        @Nullable Instant newest = arrivalAt;
        boolean isOne = newest != null && isOneArrival(newest, leftDeviceAt);
        ClockOffset before = isOne ? this : arrivalEnds();
        boolean isLive = before.arrivals >= SAME_LAG_ARRIVALS - 1
                && isSame(lag, before.lagMillis)
                && isFromBefore(before.earlierAt, leftDeviceAt.minusMillis(lag));
        return new ClockOffset(
                0,
                null,
                isLive ? lag : before.stillBehind(lag),
                before.lagMillis,
                before.arrivals,
                newest != null && newest.isAfter(leftDeviceAt) ? newest : leftDeviceAt,
                isOne ? Math.min(arrivalMillis, lag) : lag,
                before.earlierAt);
    }

    /** It is behind by no more than any reading lags. */
    private long stillBehind(long lag) {
        return isSame(lag, behind()) ? Math.min(lag, behind()) : lag < behind() ? 0 : behind();
    }

    private ClockOffset arrivalEnds() {
        @Nullable Instant ended = arrivalAt;
        if (ended == null) {
            return this;
        }
        boolean isFirst = earlierAt == null || arrivals == 0 || !isSame(arrivalMillis, lagMillis);
        boolean isLive = isFromBefore(earlierAt, ended.minusMillis(arrivalMillis));
        int agreeing = isFirst ? 1 : isLive ? Math.min(arrivals + 1, SAME_LAG_ARRIVALS) : arrivals;
        return new ClockOffset(0, null, behind(), arrivalMillis, agreeing, null, 0, ended);
    }

    private static boolean isSame(long lag, long other) {
        return Math.abs(lag - other) <= SAME.toMillis();
    }

    private static Instant notAfter(Instant latest, Instant time) {
        return EffectiveTime.toMicroseconds(time.isAfter(latest) ? latest : time);
    }

    private static Reading corrected(Reading reading, Instant time) {
        boolean isBeyond = Duration.between(time, reading.receivedAt()).compareTo(Timing.HORIZON) > 0;
        return reading.takenAt(time).marking(Mark.DEVICE_CLOCK_CORRECTED, true).marking(Mark.BEYOND_HORIZON, isBeyond);
    }
}
