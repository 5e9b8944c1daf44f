package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReadingIdsTest {
    private static final byte[] TIMED =
            bytes("{\"kind\":\"pulse\",\"perMinute\":70,\"effectiveTime\":\"2026-11-22T08:05:00Z\"}");
    private static final byte[] RECORDED = bytes("{\"kind\":\"pulse\",\"perMinute\":70,\"id\":\"g1\"}");
    private static final byte[] CORRECTED = bytes("{\"kind\":\"pulse\",\"perMinute\":71,\"id\":\"g1\"}");
    private static final byte[] TIMELESS = bytes("{\"kind\":\"pulse\",\"perMinute\":70}");

    /** A persistent format: these values may never change. */
    @Test
    void theIdOfAMessageIsFixedForEver() {
        assertThat(id("derby", "d1", TIMED)).isEqualTo("7106e636d58b7b4a09aacf3a994c2b8c");
        assertThat(id("derby", "d1", RECORDED)).isEqualTo("68965a4fef91b395cba9076cf166f367");
    }

    @Test
    void theSameBytesOfAnotherDeviceOrTenantAreAnotherReading() {
        assertThat(id("derby", "d1", TIMED))
                .isNotEqualTo(id("derby", "d2", TIMED))
                .isNotEqualTo(id("derbyd", "1", TIMED));
    }

    @Test
    void theProvidersRecordIdIsTheIdentityWhateverTheValues() {
        assertThat(id("derby", "d1", RECORDED)).isEqualTo(id("derby", "d1", CORRECTED));
    }

    @Test
    void withoutATimeOnlyTheArrivalTellsReadingsApart() {
        DecodedReading reading = decode(TIMELESS);
        Instant noon = Instant.parse("2026-11-22T12:00:00Z");

        assertThat(ReadingIds.needsArrival(reading)).isTrue();
        assertThat(ReadingIds.withoutTime("derby", "d1", reading, TIMELESS, noon))
                .isEqualTo(ReadingIds.withoutTime("derby", "d1", reading, TIMELESS, noon))
                .isNotEqualTo(ReadingIds.withoutTime("derby", "d1", reading, TIMELESS, noon.plusSeconds(61)));
    }

    private static String id(String tenant, String device, byte[] source) {
        return ReadingIds.of(tenant, device, decode(source), source);
    }

    private static DecodedReading decode(byte[] source) {
        return new CanonicalReadingDecoder().decode(source).get(0);
    }

    private static byte[] bytes(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }
}
