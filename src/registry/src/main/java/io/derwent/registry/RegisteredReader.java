package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code reader} and {@code reader_antenna} as a protocol adapter reads them: by which places a device may call itself.
 * The console writes them.
 */
final class RegisteredReader {
    /** A device's registration as one JSON object; null if it is no reader. To stand in a select from {@code device d}. */
    static final String AS_JSON = """
            (select jsonb_build_object('version', r.version, 'place', r.place, 'silentAfterSeconds', r.silent_after_seconds,
                        'antennas', (select coalesce(jsonb_agg(jsonb_build_object('antenna', a.antenna, 'place', a.place,
                                                         'from', a.valid_from, 'to', a.valid_to) order by a.ordinal), '[]')
                                     from reader_antenna a where a.tenant = r.tenant and a.device = r.device))
             from reader r where r.tenant = d.tenant and r.device = d.device)""";

    private RegisteredReader() {}

    static ReaderPlaces read(String tenant, String device, @Nullable String json) {
        if (json == null) {
            return ReaderPlaces.unregistered(tenant, device);
        }
        JsonNode reader = Json.stored(json);
        List<Antenna> antennas = new ArrayList<>();
        for (JsonNode antenna : reader.path("antennas")) {
            antennas.add(new Antenna(
                    antenna.path("antenna").intValue(),
                    antenna.path("place").asText(),
                    instant(antenna.path("from").asText()),
                    antenna.hasNonNull("to") ? instant(antenna.path("to").asText()) : null));
        }
        return new ReaderPlaces(
                tenant,
                device,
                reader.path("version").longValue(),
                reader.path("place").textValue(),
                reader.hasNonNull("silentAfterSeconds")
                        ? reader.path("silentAfterSeconds").intValue()
                        : null,
                antennas);
    }

    /** PostgreSQL writes a timestamptz in JSON as ISO 8601, with the session's offset. */
    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
