package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class HonoRecordTest {
    private static final byte[] PAYLOAD = {1, 2};

    @Test
    void whatIsWrittenIsReadAgainInTheSameOrder() {
        HonoRecord written = new HonoRecord(
                HonoTopics.event("derby"),
                "cuff-1",
                List.of(
                        new DeadLetter.Header(HonoRecord.CREATION_TIME, "1795348800000"),
                        new DeadLetter.Header(HonoRecord.CONTENT_TYPE, "text/plain"),
                        new DeadLetter.Header(HonoRecord.QOS, "1")),
                PAYLOAD);

        ProducerRecord<String, byte[]> record = written.toProducerRecord();
        HonoRecord read = HonoRecord.read(record.topic(), record.key(), record.headers(), record.value());

        assertThat(record.key()).isEqualTo("cuff-1");
        assertThat(read).usingRecursiveComparison().isEqualTo(written);
        assertThat(read.creationTime()).contains(Instant.ofEpochMilli(1795348800000L));
        assertThat(HonoTopics.tenantOf(read.topic())).contains("derby");
    }

    @Test
    void anEmptyNotificationHasNoValue() {
        HonoRecord notification = new HonoRecord(
                HonoTopics.event("derby"),
                "cuff-1",
                List.of(new DeadLetter.Header(HonoRecord.CONTENT_TYPE, HonoRecord.EMPTY_NOTIFICATION)),
                new byte[0]);

        assertThat(notification.toProducerRecord().value()).isNull();
    }

    @Test
    void theLastOfTwoHeadersCounts() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ttd", "1".getBytes(StandardCharsets.UTF_8));
        headers.add("ttd", "2".getBytes(StandardCharsets.UTF_8));

        assertThat(HonoRecord.read("hono.event.t", "d", headers, PAYLOAD).header(HonoRecord.TTD))
                .contains("2");
    }

    @Test
    void aCreationTimeThatIsNoNumberIsNone() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(HonoRecord.CREATION_TIME, "soon".getBytes(StandardCharsets.UTF_8));

        assertThat(HonoRecord.read("hono.event.t", "d", headers, PAYLOAD).creationTime())
                .isEmpty();
    }

    @Test
    void nothingUnkeepableComesOutOfARecordOfAnotherAdapter() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(HonoRecord.CONTENT_TYPE, "text/plain;\0".getBytes(StandardCharsets.UTF_8));

        HonoRecord read = HonoRecord.read("hono.event.t", "d\0", headers, PAYLOAD);

        assertThat(read.device()).isEqualTo("d\uFFFD");
        assertThat(read.contentType()).contains("text/plain;\uFFFD");
    }
}
