package io.derwent.console.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "in the evening before they begin,      22:00, 07:00, 2026-01-10T21:59:59Z, 2026-01-10T21:59:59Z",
        "as they begin,                         22:00, 07:00, 2026-01-10T22:00:00Z, 2026-01-11T07:00:00Z",
        "after midnight,                        22:00, 07:00, 2026-01-11T03:00:00Z, 2026-01-11T07:00:00Z",
        "as they end,                           22:00, 07:00, 2026-01-11T07:00:00Z, 2026-01-11T07:00:00Z",
        "in summer by London's clock,           22:00, 07:00, 2026-07-10T21:30:00Z, 2026-07-11T06:00:00Z",
        "in summer before they begin,           22:00, 07:00, 2026-07-10T20:59:00Z, 2026-07-10T20:59:00Z",
        "within a day,                          12:00, 14:00, 2026-01-10T13:00:00Z, 2026-01-10T14:00:00Z",
        "within a day the evening is loud,      12:00, 14:00, 2026-01-10T23:00:00Z, 2026-01-10T23:00:00Z",
        "the night that loses an hour,          22:00, 07:00, 2026-03-28T23:00:00Z, 2026-03-29T06:00:00Z",
        "the night that gains an hour,          22:00, 07:00, 2026-10-24T22:00:00Z, 2026-10-25T07:00:00Z",
        "an end that the clock skips,           22:00, 01:30, 2026-03-29T00:10:00Z, 2026-03-29T01:30:00Z",
        "an end that the clock shows twice,     22:00, 01:30, 2026-10-25T00:40:00Z, 2026-10-25T01:30:00Z"
    })
    void whatCanWaitWaitsUntilTheyEnd(String name, LocalTime from, LocalTime to, Instant at, Instant loud) {
        assertThat(new QuietHours(from, to).firstLoudAt(at)).isEqualTo(loud);
    }
}
