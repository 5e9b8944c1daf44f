package io.derwent.console.feeds;

import io.derwent.wire.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads one topic from the beginning, each record by one console of the group, and hands batches to a sink. Offsets are
 * committed after the sink returned: a crash in between hands the batch over again.
 */
public final class TopicFeed implements Worker.Task {
    /** A poll returns as soon as there is one record; this is how long it waits when there is none. */
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConnection kafka;
    private final String topic;
    private final String group;
    private final Sink sink;

    /** Takes a batch in order; returns when it is safe in the database, throws if it is not. */
    @FunctionalInterface
    public interface Sink {
        void take(List<ConsumerRecord<String, byte[]>> records);
    }

    public TopicFeed(KafkaConnection kafka, String topic, String group, Sink sink) {
        this.kafka = kafka;
        this.topic = topic;
        this.group = group;
        this.sink = sink;
    }

    @Override
    public void run(Worker.Life life) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (!life.isOver()) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    sink.take(StreamSupport.stream(records.spliterator(), false).toList());
                    consumer.commitSync();
                }
                if (!consumer.assignment().isEmpty()) {
                    life.well();
                }
            }
        }
    }

    private Map<String, Object> settings() {
        return kafka.with(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.CLIENT_ID_CONFIG,
                group + "." + topic,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                1,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                200,
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                false,
                // a console that was killed gives its partitions to the next one soon
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                1_000));
    }
}
