package io.derwent.streamjobs.assets;

import io.derwent.model.ReaderPlaces;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of {@link ReaderPlaces}: about 60 bytes an antenna. A persistent format: fields may be added (they restore
 * as null or 0), none renamed.
 */
public record ReaderHistory(
        long version, @Nullable String place, @Nullable Integer silentAfterSeconds, List<Watched> antennas) {
    /** An antenna and the place it watched from {@code from} to {@code to}. */
    public record Watched(
            int antenna,
            String place,
            Instant from,
            @Nullable Instant to) {}

    static ReaderHistory of(ReaderPlaces places) {
        return new ReaderHistory(
                places.version(),
                places.place(),
                places.silentAfterSeconds(),
                places.antennas().stream()
                        .map(one -> new Watched(one.antenna(), one.place(), one.from(), one.to()))
                        .toList());
    }

    ReaderPlaces toPlaces(String tenant, String device) {
        return new ReaderPlaces(
                tenant,
                device,
                version,
                place,
                silentAfterSeconds,
                antennas.stream()
                        .map(one -> new ReaderPlaces.Antenna(one.antenna(), one.place(), one.from(), one.to()))
                        .toList());
    }
}
