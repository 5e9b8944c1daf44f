package io.derwent.console.outage;

import io.derwent.console.feeds.Worker;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.KafkaConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the signs of life on {@code derwent.heartbeats}, each console for itself, beginning with the last of those there; and
 * asks Kafka whether it answers, which a silent topic does not say.
 */
public final class HeartbeatFeed implements Worker.Task {
    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatFeed.class);
    private static final Duration POLL = Duration.ofSeconds(3);
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(3);

    /** More than all parts give in the time a console takes to start; who was silent for longer is found in them as well. */
    private static final long SIGNS_AT_START = 1_000;

    private final KafkaConnection kafka;
    private final AlertingPath path;
    private final Clock clock;

    public HeartbeatFeed(KafkaConnection kafka, AlertingPath path, Clock clock) {
        this.kafka = kafka;
        this.path = path;
        this.clock = clock;
    }

    @Override
    public void run(Worker.Life life) {
        path.watch(clock.instant());
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(DerwentTopics.HEARTBEATS, ANSWERS_WITHIN).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWERS_WITHIN);
            ends.forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - SIGNS_AT_START)));
            while (!life.isOver()) {
                consumer.endOffsets(partitions, ANSWERS_WITHIN); // throws if nobody answers
                path.heard(AlertingPath.Part.KAFKA, clock.instant());
                life.well();
                consumer.poll(POLL).forEach(this::hear);
            }
        }
    }

    private void hear(ConsumerRecord<String, byte[]> sign) {
        try {
            path.heard(Codecs.beats().decode(sign.value()));
        } catch (InvalidPayload e) {
            LOG.warn("{}-{} offset {}: {}", sign.topic(), sign.partition(), sign.offset(), e.getMessage());
        }
    }

    private Map<String, Object> settings() {
        return kafka.with(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "derwent-console-heartbeats",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest", // where the topic no longer begins at 0
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false));
    }
}
