package io.derwent.console.equipment;

import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import io.derwent.model.ReaderStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A reader as the API and the stream show it; {@code lastHeardAt} is absent where it never was, {@code silentSince} where it is
 * not.
 */
public record ReaderJson(
        String device,
        long version,
        @Nullable String place,
        @Nullable Integer silentAfterSeconds,
        List<Antenna> antennas,
        boolean silent,
        @Nullable Instant silentSince,
        @Nullable Instant lastHeardAt) {
    public static ReaderJson of(Heard heard) {
        ReaderPlaces reader = heard.reader();
        @Nullable ReaderStatus status = heard.status();
        @Nullable Instant silentSince = status == null ? null : status.silentSince();
        return new ReaderJson(
                reader.device(),
                reader.version(),
                reader.place(),
                reader.silentAfterSeconds(),
                reader.antennas(),
                silentSince != null,
                silentSince,
                status == null ? null : status.lastHeardAt());
    }
}
