package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.ReaderPlaces.Antenna;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderPlacesTest {
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Instant JUNE = Instant.parse("2026-06-01T00:00:00Z");
    private static final String WARD = "5055123000012";
    private static final String STORE = "5055123000012.STORE/1";
    private static final String HALL = "5055123000029";

    private final ReaderPlaces reader = new ReaderPlaces(
            "derby",
            "reader-1",
            1,
            HALL,
            300,
            List.of(
                    new Antenna(1, WARD, MAY, JUNE),
                    new Antenna(1, STORE, JUNE, null),
                    new Antenna(2, WARD, MAY, null),
                    new Antenna(3, WARD, MAY, null),
                    new Antenna(3, STORE, MAY, null)));

    @ParameterizedTest(name = "antenna {0} at {1}: {2}")
    @CsvSource(
            nullValues = "nowhere",
            value = {
                "1,2026-04-30T23:59:59Z,nowhere",
                "1,2026-05-01T00:00:00Z,5055123000012",
                "1,2026-05-31T23:59:59Z,5055123000012",
                "1,2026-06-01T00:00:00Z,5055123000012.STORE/1",
                "2,2026-06-01T00:00:00Z,5055123000012",
                "3,2026-06-01T00:00:00Z,nowhere",
                "4,2026-06-01T00:00:00Z,nowhere",
            })
    void anAntennaWatchesOnePlaceAtATime(int antenna, Instant effectiveTime, String place) {
        assertThat(reader.placeAt(antenna, effectiveTime).orElse(null)).isEqualTo(place);
    }

    @ParameterizedTest(name = "{0} at {1}: {2}")
    @CsvSource({
        "reader-1,2026-05-02T00:00:00Z,true",
        "Reader-1,2026-05-02T00:00:00Z,false",
        "5055123000029,2026-05-02T00:00:00Z,true",
        "5055123000012,2026-05-02T00:00:00Z,true",
        "5055123000012,2026-04-02T00:00:00Z,false",
        "5055123000036,2026-05-02T00:00:00Z,false",
    })
    void aReaderIsCalledByItsIdOrAPlaceOfItsOwn(String name, Instant effectiveTime, boolean own) {
        assertThat(reader.isCalled(name, effectiveTime)).isEqualTo(own);
    }

    @Test
    void aLimitOfSilenceIsAtLeastASecond() {
        assertThatThrownBy(() -> new ReaderPlaces("derby", "reader-1", 1, null, 0, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("silentAfterSeconds is 0, at least 1 is expected");
        assertThat(new ReaderPlaces("derby", "reader-1", 1, null, 1, List.of()).silentAfterSeconds())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
    void aTimeNoTableKeepsIsRefused(Instant time) {
        assertThatThrownBy(() -> new Antenna(1, WARD, time, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a year from 1 to 9999 is expected");
    }
}
