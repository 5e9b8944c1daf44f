package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.wire.Beat;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class SignsOfLifeTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

    @Test
    void aSignSaysWhichGatewayLivesAndWhen() {
        List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();
        Downstream downstream = record -> {
            sent.add(record);
            return Future.succeededFuture();
        };
        SignsOfLife one = new SignsOfLife(downstream, CLOCK);
        SignsOfLife other = new SignsOfLife(downstream, CLOCK);

        one.give();
        one.give();
        other.give();

        assertThat(sent).allSatisfy(record -> {
            assertThat(record.topic()).isEqualTo(DerwentTopics.HEARTBEATS);
            assertThat(record.key()).isEqualTo(Beat.KEY);
        });
        List<Beat> beats = sent.stream()
                .map(record -> Codecs.beats().decode(record.value()))
                .toList();
        assertThat(beats).extracting(Beat::part, Beat::at).containsOnly(tuple("gateway", NOON));
        assertThat(beats.get(1)).isEqualTo(beats.get(0)).isNotEqualTo(beats.get(2));
    }

    @Test
    void whileKafkaIsAwayThereIsNone() {
        SignsOfLife signs = new SignsOfLife(
                record -> Future.failedFuture(Refusal.unavailable("Kafka does not answer, try again later")), CLOCK);

        assertThat(signs.give().failed()).isTrue();
    }
}
