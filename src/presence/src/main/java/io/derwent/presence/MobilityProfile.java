package io.derwent.presence;

import io.derwent.model.Mobility;
import java.time.Duration;

/**
 * What a {@link Mobility} means in numbers.
 *
 * <p>"EdgeX" is EdgeX Foundry's {@code app-rfid-llrp-inventory}, whose adjusted threshold we use: a place takes over when it
 * hears a tag louder than the present place by an offset, which shrinks once the present place has not heard it for longer
 * than a hold-off. What EdgeX leaves out, and what its defaults would get wrong for readers that report every few seconds,
 * is ours and a proposal for the estates team of the deploying organisation; {@link #source} says which is which.
 *
 * @param mobility      what it is the profile of
 * @param thresholdCdb  how much louder a place must hear a tag than the present one to take over, in hundredths of dB
 * @param slopePerMilli by how much of a dB that shrinks for each millisecond beyond the hold-off; above 0
 * @param holdOff       for how long after its last read the present place keeps its full threshold
 * @param leastReads    from how many reads on a place may take over from one that still hears the tag
 * @param weakCdbm      a read weaker than this, in hundredths of dBm, moves nothing alone
 * @param together      reads further apart do not speak for the same stay; several times the interval of the slowest reader
 * @param departAfter   unseen for so long, by a reader that was heard of all the time, it departed
 * @param halfLife      unseen for so long, it is half as likely to be where it was, even if nobody looks
 * @param source        where the numbers come from
 */
public record MobilityProfile(
        Mobility mobility,
        int thresholdCdb,
        double slopePerMilli,
        Duration holdOff,
        int leastReads,
        int weakCdbm,
        Duration together,
        Duration departAfter,
        Duration halfLife,
        String source) {
    private static final String OURS = "leastReads EdgeX; weakCdbm, together and halfLife our own";
    private static final int WEAK = -70_00;

    private static final MobilityProfile FIXED = new MobilityProfile(
            Mobility.FIXED,
            6_00,
            0.0005,
            Duration.ofMinutes(1),
            2,
            WEAK,
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofDays(7),
            "threshold, slope and holdOff EdgeX \"retail\"; departAfter our own; " + OURS);

    private static final MobilityProfile ASSET_TRACKING = new MobilityProfile(
            Mobility.ASSET_TRACKING,
            6_00,
            0.008,
            Duration.ofMillis(500),
            2,
            WEAK,
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofHours(8),
            "threshold, slope, holdOff and departAfter EdgeX \"asset tracking\"; " + OURS);

    private static final MobilityProfile ROAMING = new MobilityProfile(
            Mobility.ROAMING,
            4_00,
            0.008,
            Duration.ofMillis(500),
            2,
            WEAK,
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            "slope and holdOff EdgeX \"asset tracking\"; threshold and departAfter our own; " + OURS);

    public MobilityProfile {
        if (!(slopePerMilli > 0)) {
            throw new IllegalArgumentException("slopePerMilli is %s, above 0 is expected".formatted(slopePerMilli));
        }
        if (leastReads < 1) {
            throw new IllegalArgumentException("leastReads is %d, at least 1 is expected".formatted(leastReads));
        }
        if (thresholdCdb < 0 || holdOff.isNegative()) {
            throw new IllegalArgumentException(
                    "thresholdCdb is %d and holdOff %s, neither may be below 0".formatted(thresholdCdb, holdOff));
        }
        require("together", together);
        require("departAfter", departAfter);
        require("halfLife", halfLife);
    }

    private static void require(String name, Duration value) {
        if (value.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("%s is %s, at least a second is expected".formatted(name, value));
        }
    }

    /** The default of each mobility. */
    public static MobilityProfile of(Mobility mobility) {
        return switch (mobility) {
            case FIXED -> FIXED;
            case ASSET_TRACKING -> ASSET_TRACKING;
            case ROAMING -> ROAMING;
        };
    }

    /** How long a place may go without reading a tag, which it reads every so many milliseconds, before that means anything. */
    long patienceMillis(long intervalMillis) {
        return Math.max(holdOff.toMillis(), Heard.INTERVALS * intervalMillis);
    }

    /** How long a thing is unseen before it departed; nothing read every five minutes is gone after ten. */
    Duration unseenFor(long patienceMillis) {
        Duration patience = Duration.ofMillis(patienceMillis);
        return patience.compareTo(departAfter) > 0 ? patience : departAfter;
    }
}
