package io.derwent.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What one antenna, watching one place, heard of a tag: EPCIS' {@code readPoint}. Part of {@link PresenceState}, a
 * persistent format.
 *
 * @param slots by second, oldest first; at most {@value #MOST_SLOTS}
 */
public record ReadPoint(String place, String reader, int antenna, List<Slot> slots) {
    /** As many values as EdgeX keeps of an antenna. */
    static final int VALUES = 20;

    /** Those, and the seconds in which reads may still come late: their means need the values before them. */
    static final int MOST_SLOTS = VALUES + PresenceState.TOLERANCE_SECONDS + 1;

    static final Comparator<ReadPoint> BY_NAME = Comparator.comparing(ReadPoint::place)
            .thenComparing(ReadPoint::reader)
            .thenComparingInt(ReadPoint::antenna);

    static ReadPoint of(Sighting sighting) {
        return new ReadPoint(sighting.place(), sighting.reader(), sighting.antenna(), List.of(Slot.of(sighting)));
    }

    boolean isOf(Sighting sighting) {
        return antenna == sighting.antenna() && reader.equals(sighting.reader()) && place.equals(sighting.place());
    }

    /** With this read; empty if it says nothing new. */
    Optional<ReadPoint> with(Sighting sighting) {
        Slot added = Slot.of(sighting);
        int at = slots.size();
        while (at > 0 && slots.get(at - 1).second() > added.second()) {
            at--;
        }
        List<Slot> changed = new ArrayList<>(slots.size() + 1);
        changed.addAll(slots);
        if (at > 0 && slots.get(at - 1).second() == added.second()) {
            Slot merged = slots.get(at - 1).with(added);
            if (merged.equals(slots.get(at - 1))) {
                return Optional.empty();
            }
            changed.set(at - 1, merged);
        } else {
            changed.add(at, added);
        }
        return Optional.of(new ReadPoint(place, reader, antenna, List.copyOf(changed)));
    }

    ReadPoint newest(int most) {
        return slots.size() <= most
                ? this
                : new ReadPoint(place, reader, antenna, List.copyOf(slots.subList(slots.size() - most, slots.size())));
    }

    Slot last() {
        return slots.get(slots.size() - 1);
    }

    boolean heardIn(long second) {
        for (int i = slots.size() - 1; i >= 0 && slots.get(i).second() >= second; i--) {
            if (slots.get(i).second() == second) {
                return true;
            }
        }
        return false;
    }
}
