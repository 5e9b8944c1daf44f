package io.derwent.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A device that is a reader, and which place each of its antennas watched when: the reader's complete history, so that a
 * compacted topic keeps it whole. In EPCIS an antenna is a {@code readPoint}.
 *
 * @param version            rises with each change; an older version than the one known is ignored
 * @param place              where the reader itself hangs ({@link Place#id()}); null if nobody said
 * @param silentAfterSeconds not heard of for so long, the reader counts as silent; null for one that is switched on now and
 *     then, such as a handheld, whose silence says nothing
 */
public record ReaderPlaces(
        String tenant,
        String device,
        long version,
        @Nullable String place,
        @Nullable Integer silentAfterSeconds,
        List<Antenna> antennas) {
    public ReaderPlaces {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(device, "device");
        if (silentAfterSeconds != null && silentAfterSeconds < 1) {
            throw new IllegalArgumentException(
                    "silentAfterSeconds is %d, at least 1 is expected".formatted(silentAfterSeconds));
        }
        antennas = List.copyOf(antennas);
    }

    /**
     * An antenna watched this place from {@code from} (inclusive) to {@code to} (exclusive; null: until further notice).
     *
     * @param antenna its number at the reader
     * @param place   {@link Place#id()}
     */
    public record Antenna(
            int antenna,
            String place,
            Instant from,
            @Nullable Instant to) {
        public Antenna {
            Objects.requireNonNull(place, "place");
            Objects.requireNonNull(from, "from");
            StorableTime.check("from", from);
            if (to != null) {
                StorableTime.check("to", to);
            }
        }

        public boolean covers(Instant effectiveTime) {
            return !effectiveTime.isBefore(from) && (to == null || effectiveTime.isBefore(to));
        }
    }

    /** A device nobody registered as a reader: it is called by its id, and what it reads is nowhere. */
    public static ReaderPlaces unregistered(String tenant, String device) {
        return new ReaderPlaces(tenant, device, 0, null, null, List.of());
    }

    /** Which place this antenna watched at this time; empty if none, or several. Never guessed. */
    public Optional<String> placeAt(int antenna, Instant effectiveTime) {
        List<String> places = antennas.stream()
                .filter(one -> one.antenna() == antenna && one.covers(effectiveTime))
                .map(Antenna::place)
                .distinct()
                .toList();
        return places.size() == 1 ? Optional.of(places.get(0)) : Optional.empty();
    }

    /**
     * Whether the reader may call itself so at this time: by its device id, the place it hangs at, or a place one of its
     * antennas watches. A payload that names anything else is not believed.
     */
    public boolean isCalled(String name, Instant effectiveTime) {
        return name.equals(device)
                || name.equals(place)
                || antennas.stream().anyMatch(one -> one.place().equals(name) && one.covers(effectiveTime));
    }
}
