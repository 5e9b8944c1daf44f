package io.derwent.console.feeds;

import io.derwent.wire.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads topics, each record by one console of the group, and hands batches to a sink. Offsets are committed after the sink
 * returned: a crash in between hands the batch over again.
 */
public final class TopicFeed implements Worker.Task {
    /** A poll returns as soon as there is one record; this is how long it waits when there is none. */
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration LOOK_FOR_TOPICS_EVERY = Duration.ofSeconds(5);

    /** A topic that is found late begins so long ago. */
    private static final Duration NEWS = Duration.ofMinutes(10);

    private final KafkaConnection kafka;
    private final Pattern topics;
    private final String group;
    private final String begin;
    private final int most;
    private final Sink sink;

    /** Takes a batch in order; returns when it is safe in the database, throws if it is not. */
    @FunctionalInterface
    public interface Sink {
        void take(List<ConsumerRecord<String, byte[]>> records);
    }

    private TopicFeed(KafkaConnection kafka, Pattern topics, String group, String begin, int most, Sink sink) {
        this.kafka = kafka;
        this.topics = topics;
        this.group = group;
        this.begin = begin;
        this.most = most;
        this.sink = sink;
    }

    /** Everything a topic ever had. */
    public static TopicFeed ofAll(KafkaConnection kafka, String topic, String group, Sink sink) {
        return new TopicFeed(kafka, Pattern.compile(Pattern.quote(topic)), group, "earliest", 200, sink);
    }

    /** What is news on topics of this pattern, those that are made later included; in large batches, of which little counts. */
    public static TopicFeed ofNews(KafkaConnection kafka, Pattern topics, String group, Sink sink) {
        return new TopicFeed(kafka, topics, group, "by_duration:" + NEWS, 5_000, sink);
    }

    @Override
    public void run(Worker.Life life) {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings(), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(topics);
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
        return kafka.with(Map.ofEntries(
                Map.entry(ConsumerConfig.GROUP_ID_CONFIG, group),
                Map.entry(ConsumerConfig.CLIENT_ID_CONFIG, group),
                Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false),
                Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, begin),
                Map.entry(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1),
                Map.entry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, most),
                Map.entry(ConsumerConfig.METADATA_MAX_AGE_CONFIG, (int) LOOK_FOR_TOPICS_EVERY.toMillis()),
                Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false),
                // a console that was killed gives its partitions to the next one soon
                Map.entry(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000),
                Map.entry(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000)));
    }
}
