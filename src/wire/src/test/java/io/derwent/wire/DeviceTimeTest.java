package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3339 §5.6, read as the JDK reads it, only faster. */
class DeviceTimeTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "2026-11-22T08:05:00Z,               2026-11-22T08:05:00Z",
        "2026-11-22t08:05:00z,               2026-11-22T08:05:00Z",
        "2026-11-22 08:05:00Z,               2026-11-22T08:05:00Z",
        "2026-11-22T08:05:00+01:00,          2026-11-22T07:05:00Z",
        "2026-11-22T08:05:00-00:30,          2026-11-22T08:35:00Z",
        "2026-11-22T08:05:00.5Z,             2026-11-22T08:05:00.500Z",
        "2026-11-22T08:05:00.123456789+18:00, 2026-11-21T14:05:00.123456789Z",
        "2026-11-22T08:05:00.1234567899Z,    2026-11-22T08:05:00.123456789Z",
        "2024-02-29T23:59:59Z,               2024-02-29T23:59:59Z",
        "2016-12-31T23:59:60Z,               2017-01-01T00:00:00Z",
        "2016-12-31T23:59:60.5Z,             2017-01-01T00:00:00.500Z",
        "2016-12-31T15:59:60-08:00,          2017-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z,               1970-01-01T00:00:00Z",
        "0001-01-01T00:00:00Z,               0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999Z,           9999-12-31T23:59:59.999Z",
    })
    void aTimeIsTheInstantItNames(String text, Instant instant) {
        assertThat(DeviceTime.parse("effectiveTime", text)).isEqualTo(instant);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({
        "''",
        "yesterday",
        "2026-11-22",
        "2026-11-22T08:05Z",
        "2026-11-22T08:05:00",
        "2026-11-22T08:05:00.Z",
        "2026-11-22T08:05:00+0100",
        "2026-11-22T08:05:00+01:60",
        "2026-11-22T08:05:00+18:01",
        "2026-11-22T08:05:00+19:00",
        "2026-11-22T08:05:00ZZ",
        "2026-11-22T24:00:00Z",
        "2026-11-22T23:60:00Z",
        "2026-11-22T23:59:60Z",
        "2026-11-30T23:58:60Z",
        "2026-11-30T23:59:60+01:00",
        "2026-11-30T23:59:61Z",
        "2026-02-29T08:05:00Z",
        "2026-13-01T08:05:00Z",
        "2026-00-01T08:05:00Z",
        "2026/11/22T08:05:00Z",
        "2026-11-22X08:05:00Z",
        "2026-1a-22T08:05:00Z",
        "+026-11-22T08:05:00Z",
        "0000-12-31T23:59:59Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "9999-12-31T23:59:60Z",
        "٢٠٢٦-11-22T08:05:00Z",
    })
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> DeviceTime.parse("effectiveTime", text))
                .isInstanceOf(InvalidPayload.class)
                .hasMessageContaining("effectiveTime");
    }

    @Property
    void everyTimeIsReadAsTheJdkReadsIt(
            @ForAll @LongRange(min = -62_000_000_000L, max = 253_000_000_000L) long second,
            @ForAll @IntRange(max = 999_999_999) int nanos,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
        String text = OffsetDateTime.ofInstant(
                        Instant.ofEpochSecond(second, nanos), ZoneOffset.ofTotalSeconds(offsetMinutes * 60))
                .withSecond(7)
                .toString();

        assertThat(DeviceTime.parse("time", text))
                .isEqualTo(OffsetDateTime.parse(text).toInstant());
    }
}
