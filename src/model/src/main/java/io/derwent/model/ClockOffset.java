package io.derwent.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a device's clock from the readings it sent, in the order they came (docs/adr/0037). Pure; kept in state, one
 * per device whose clock was ever in doubt, about 60 bytes: a persistent format.
 *
 * <p>A measurement was not taken after it left the device. So a clock is ahead by at least the most that a time of it ever was
 * ahead of that; readings are moved back by so much. That a clock is behind shows only in the long run, since a reading may
 * have been stored for a while: {@value #SAME_LAG_ARRIVALS} arrivals, each an hour or more after the one before, whose newest
 * readings lag by the same amount.
 *
 * <pre>
 *   right ──(ahead, not believed)──> AHEAD by the most seen ──(a believed time)──> right
 *   right ──(the third arrival that lags the same)──> BEHIND by that lag ──(a smaller lag)──> right
 * </pre>
 *
 * @param aheadMillis    by how much the clock is ahead; 0: not
 * @param aheadAt        when that was last seen
 * @param behindMillis   by how much it is behind; 0: not, or not known yet
 * @param lagMillis      the lag that earlier arrivals agree in
 * @param arrivals       how many agree
 * @param arrivalAt      when the present arrival began; null if none lagged
 * @param arrivalMillis  the smallest lag of the present arrival, which is its newest reading's
 */
public record ClockOffset(
        long aheadMillis,
        @Nullable Instant aheadAt,
        long behindMillis,
        long lagMillis,
        int arrivals,
        @Nullable Instant arrivalAt,
        long arrivalMillis) {
    /** A clock nobody has reason to doubt. */
    public static final ClockOffset NONE = new ClockOffset(0, null, 0, 0, 0, null, 0);

    /** Less is how readings travel. */
    private static final long LEAST_LAG = Duration.ofMinutes(10).toMillis();

    private static final long SAME_LAG = Duration.ofMinutes(1).toMillis();
    private static final int SAME_LAG_ARRIVALS = 3;
    private static final Duration ARRIVALS_APART = Duration.ofHours(1);
    private static final Duration AHEAD_FOR = Duration.ofDays(30);

    /**
     * What follows from one reading.
     *
     * @param known   what is known of the clock then
     * @param reading with the time that is believed of it, and marked if that is not the device's
     */
    public record Step(ClockOffset known, Reading reading) {}

    /** Which way the clock is wrong, and by how much: {@code device clock behind by PT1H}; empty if that is not known. */
    public Optional<String> inWords() {
        return aheadMillis > 0
                ? Optional.of("device clock ahead by " + seconds(aheadMillis))
                : behindMillis > 0 ? Optional.of("device clock behind by " + seconds(behindMillis)) : Optional.empty();
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
        boolean isLearned = aheadAt != null
                && aheadAt.plus(AHEAD_FOR).isAfter(leftDeviceAt)
                && deviceTime.minusMillis(aheadMillis).isAfter(leftDeviceAt.minus(Timing.HORIZON));
        long offset = isLearned ? Math.max(aheadMillis, seen) : seen;
        ClockOffset known = new ClockOffset(offset, leftDeviceAt, 0, 0, 0, null, 0);
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
        ClockOffset known = isBeforeThisArrival(leftDeviceAt) ? withoutAhead() : lagging(lag, leftDeviceAt);
        if (known.behindMillis == 0) {
            return new Step(known, reading);
        }
        long offset = Math.min(known.behindMillis, lag);
        return new Step(known, corrected(reading, notAfter(leftDeviceAt, deviceTime.plusMillis(offset))));
    }

    /** Of two ways to the platform the slower one brings nothing new about the clock. */
    private boolean isBeforeThisArrival(Instant leftDeviceAt) {
        return arrivalAt != null && leftDeviceAt.isBefore(arrivalAt.minus(ARRIVALS_APART));
    }

    private ClockOffset withoutAhead() {
        return new ClockOffset(0, null, behindMillis, lagMillis, arrivals, arrivalAt, arrivalMillis);
    }

    private ClockOffset lagging(long lag, Instant leftDeviceAt) {
        ClockOffset before = arrivalAt == null || !leftDeviceAt.isBefore(arrivalAt.plus(ARRIVALS_APART))
                ? arrivalEnds().arrivalBegins(leftDeviceAt, lag)
                : arrivalBegins(arrivalAt, Math.min(arrivalMillis, lag));
        boolean isSame = before.arrivals >= SAME_LAG_ARRIVALS - 1 && isSame(lag, before.lagMillis);
        long behind =
                isSame || (behindMillis > 0 && isSame(lag, behindMillis)) ? lag : lag < behindMillis ? 0 : behindMillis;
        return new ClockOffset(
                0, null, behind, before.lagMillis, before.arrivals, before.arrivalAt, before.arrivalMillis);
    }

    private ClockOffset arrivalBegins(@Nullable Instant at, long lag) {
        return new ClockOffset(0, null, behindMillis, lagMillis, arrivals, at, lag);
    }

    private ClockOffset arrivalEnds() {
        if (arrivalAt == null) {
            return this;
        }
        int agreeing = isSame(arrivalMillis, lagMillis) ? Math.min(arrivals + 1, SAME_LAG_ARRIVALS) : 1;
        return new ClockOffset(0, null, behindMillis, arrivalMillis, agreeing, null, 0);
    }

    private static boolean isSame(long lag, long other) {
        return Math.abs(lag - other) <= SAME_LAG;
    }

    private static Instant notAfter(Instant latest, Instant time) {
        return EffectiveTime.toMicroseconds(time.isAfter(latest) ? latest : time);
    }

    private static Reading corrected(Reading reading, Instant time) {
        boolean isBeyond = Duration.between(time, reading.receivedAt()).compareTo(Timing.HORIZON) > 0;
        return reading.takenAt(time).marking(Mark.DEVICE_CLOCK_CORRECTED, true).marking(Mark.BEYOND_HORIZON, isBeyond);
    }
}
