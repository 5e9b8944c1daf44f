package io.derwent.devicesim.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.wire.DecodedReading;
import io.derwent.wire.PayloadDecoders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTemplateTest {
    private static final Instant START = Instant.parse("2026-11-22T23:59:59.998Z");

    @ParameterizedTest
    @ValueSource(ints = {ReadingTemplate.LEAST_BYTES, 300, 2000})
    void aPayloadHasTheSizeAskedForAndCanBeRead(int size) {
        byte[] payload = new ReadingTemplate(size, START, 17).payload(0, START.toEpochMilli());

        assertThat(payload).hasSize(size);
        assertThat(decode(payload).deviceTime()).isEqualTo(START);
    }

    @Test
    void eachMessageHasItsOwnRecordIdAndTimeAcrossMidnightToo() {
        ReadingTemplate template = new ReadingTemplate(300, START, 17);
        DecodedReading first = decode(template.payload(41, START.toEpochMilli()));
        DecodedReading second = decode(template.payload(42, START.plusMillis(5).toEpochMilli()));

        assertThat(second.recordId()).isNotEqualTo(first.recordId()).endsWith("-00017-0000000042");
        assertThat(second.deviceTime()).isEqualTo(Instant.parse("2026-11-23T00:00:00.003Z"));
    }

    private static DecodedReading decode(byte[] payload) {
        assertThat(new String(payload, StandardCharsets.US_ASCII))
                .startsWith("{")
                .endsWith("}");
        return PayloadDecoders.standard()
                .ofReadings("application/vnd.derwent.reading+json")
                .orElseThrow()
                .decode(payload)
                .get(0);
    }
}
