package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReaderNamesTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final ReaderPlaces READER = new ReaderPlaces(
            "derby",
            "reader-1",
            1,
            "5055123000012",
            null,
            List.of(new Antenna(1, "5055123000012.STORE/1", Instant.parse("2026-05-01T11:00:00Z"), NOON)));

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "reader-1,,true",
        "5055123000012,,true",
        "5055123000012.STORE/1,2026-05-01T11:59:59Z,true",
        "5055123000012.STORE/1,2026-05-01T10:59:59Z,false",
        "5055123000012.STORE/1,2026-05-01T12:00:00Z,false",
        "5055123000029,,false",
        "reader-2,,false",
        // a time far in the future is not believed: the gateway's stands in for it
        "5055123000012.STORE/1,2026-05-01T13:00:00Z,false",
    })
    void aPingNamesItsReader(String name, @Nullable String time, boolean own) {
        assertThat(wrong("[%s]".formatted(ping(name, time)), READER, NOON).isEmpty())
                .isEqualTo(own);
    }

    @Test
    void theTimeTheHubTookItStandsInForAMissingOne() {
        String ping = "[%s]".formatted(ping("5055123000012.STORE/1", null));

        assertThat(wrong(ping, READER, NOON)).isPresent();
        assertThat(wrong(ping, READER, NOON.minusSeconds(1))).isEmpty();
    }

    @Test
    void itIsSaidWhichElementWhatAndTheRule() {
        String pings = "[%s,%s]".formatted(ping("reader-1", null), ping("5055123000029", "2026-05-01T11:59:00Z"));

        assertThat(wrong(pings, READER, NOON))
                .contains(
                        "element 1: reader is \"5055123000029\", the device's own id (reader-1) or a place registered for it"
                                + " at 2026-05-01T11:59:00Z is expected");
    }

    @Test
    void aDeviceThatIsNoReaderHasItsIdOnly() {
        ReaderPlaces nobody = ReaderPlaces.unregistered("derby", "cuff-1");

        assertThat(wrong("[%s]".formatted(ping("cuff-1", null)), nobody, NOON)).isEmpty();
        assertThat(wrong("[%s]".formatted(ping("5055123000012", null)), nobody, NOON))
                .isPresent();
    }

    private static Optional<String> wrong(String pings, ReaderPlaces reader, Instant leftDeviceAt) {
        return ReaderNames.wrong(
                new CanonicalPingDecoder().decode(pings.getBytes(StandardCharsets.UTF_8)), reader, NOON, leftDeviceAt);
    }

    private static String ping(String reader, @Nullable String time) {
        return "{\"reader\":\"%s\",\"epc\":\"3415348A4C000000000001A1\"%s}"
                .formatted(reader, time == null ? "" : ",\"time\":\"%s\"".formatted(time));
    }
}
