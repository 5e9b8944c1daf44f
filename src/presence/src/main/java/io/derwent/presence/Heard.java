package io.derwent.presence;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a place heard of a tag in its present stay, up to a second: of each of its antennas the last values in a row, of
 * several antennas the loudest.
 *
 * @param reads          how many reads, as far as they matter
 * @param weakReads      how many of them are weak
 * @param rssiCdbm       mean strength at the antenna that hears it loudest; null if none tells any
 * @param lastAt         of the last read, milliseconds since 1970
 * @param intervalMillis between reads at the antenna that reads it most often; 0 while there is only one
 * @param lastAntenna    the antenna of the last read
 */
record Heard(
        int reads, int weakReads, @Nullable Integer rssiCdbm, long lastAt, long intervalMillis, ReadPoint lastAntenna) {
    /**
     * A tag that was missed for four mean intervals in a row is missed by more than chance: if reads fell independently,
     * that would happen once in 50 times (SMURF's window, ln(1/0.02) = 3.9; Jeffery et al., VLDB 2006).
     */
    static final int INTERVALS = 4;

    /** What this place heard up to and in this second; empty if nothing. */
    static Optional<Heard> at(List<ReadPoint> readPoints, String place, long second, MobilityProfile profile) {
        long lastSecond = Long.MIN_VALUE;
        for (ReadPoint point : readPoints) {
            if (point.place().equals(place)) {
                int end = endOf(point, second);
                lastSecond = end == 0
                        ? lastSecond
                        : Math.max(lastSecond, point.slots().get(end - 1).second());
            }
        }
        if (lastSecond == Long.MIN_VALUE) {
            return Optional.empty();
        }
        Sum sum = new Sum(profile);
        for (ReadPoint point : readPoints) {
            int end = endOf(point, second);
            if (point.place().equals(place)
                    && end > 0
                    && lastSecond - point.slots().get(end - 1).second() <= sum.together) {
                sum.add(point, end);
            }
        }
        return sum.heard();
    }

    boolean isWeak(MobilityProfile profile) {
        return rssiCdbm != null && rssiCdbm < profile.weakCdbm();
    }

    /** By how much it is louder than another place, in hundredths of dB; 0 where one of them tells no strength. */
    int marginOver(Heard other) {
        return rssiCdbm == null || other.rssiCdbm == null ? 0 : rssiCdbm - other.rssiCdbm;
    }

    private static int endOf(ReadPoint point, long second) {
        int end = point.slots().size();
        while (end > 0 && point.slots().get(end - 1).second() > second) {
            end--;
        }
        return end;
    }

    private static final class Sum {
        private final MobilityProfile profile;
        private final long together;
        private int reads;
        private int weakReads;
        private @Nullable Integer loudest;
        private long interval = Long.MAX_VALUE;
        private @Nullable ReadPoint lastAntenna;
        private @Nullable Slot last;

        Sum(MobilityProfile profile) {
            this.profile = profile;
            this.together = profile.together().toSeconds();
        }

        private void add(ReadPoint point, int end) {
            List<Slot> slots = point.slots();
            int from = end - 1;
            long strengths = 0;
            int strong = 0;
            while (from >= 0 && isOneStay(slots, from, end)) {
                Slot slot = slots.get(from);
                reads += slot.reads();
                Integer rssi = slot.rssiCdbm();
                if (rssi != null) {
                    strengths += rssi;
                    strong++;
                    weakReads += rssi < profile.weakCdbm() ? slot.reads() : 0;
                }
                from--;
            }
            int values = end - 1 - from;
            if (strong > 0) {
                int mean = Math.toIntExact(Math.floorDiv(strengths, strong));
                loudest = loudest == null ? mean : Math.max(loudest, mean);
            }
            if (values > 1) {
                long span = slots.get(end - 1).second() - slots.get(from + 1).second();
                interval = Math.min(interval, span * Slot.MILLIS / (values - 1));
            }
            remember(point, slots.get(end - 1));
        }

        /** Up to twenty values, none further from the next than what speaks for one stay. */
        private boolean isOneStay(List<Slot> slots, int at, int end) {
            return end - at <= ReadPoint.VALUES
                    && (at == end - 1
                            || slots.get(at + 1).second() - slots.get(at).second() <= together);
        }

        private void remember(ReadPoint point, Slot slot) {
            if (last == null
                    || lastAntenna == null
                    || slot.lastAt() > last.lastAt()
                    || (slot.lastAt() == last.lastAt() && ReadPoint.BY_NAME.compare(point, lastAntenna) < 0)) {
                last = slot;
                lastAntenna = point;
            }
        }

        private Optional<Heard> heard() {
            if (last == null || lastAntenna == null) {
                return Optional.empty();
            }
            return Optional.of(new Heard(
                    reads, weakReads, loudest, last.lastAt(), interval == Long.MAX_VALUE ? 0 : interval, lastAntenna));
        }
    }
}
