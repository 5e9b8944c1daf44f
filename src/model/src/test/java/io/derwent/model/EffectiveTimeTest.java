package io.derwent.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveTimeTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "none",
            value = {
                "none,2026-11-22T12:00:00Z,NO_DEVICE_TIME",
                "2026-11-22T12:05:00.000001Z,2026-11-22T12:00:00Z,DEVICE_CLOCK_AHEAD",
                "2026-11-22T12:05:00Z,2026-11-22T12:05:00Z,none",
                "2026-11-22T11:59:59.123456789Z,2026-11-22T11:59:59.123456Z,none",
                "2020-01-01T00:00:00Z,2020-01-01T00:00:00Z,none",
            })
    void aClockIsBelievedUpToFiveMinutesAhead(Instant deviceTime, Instant time, Mark mark) {
        EffectiveTime effective = EffectiveTime.of(Optional.ofNullable(deviceTime), NOON);

        assertThat(effective).isEqualTo(new EffectiveTime(time, Optional.ofNullable(mark)));
    }
}
