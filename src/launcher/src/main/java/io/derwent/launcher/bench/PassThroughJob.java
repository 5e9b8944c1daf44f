package io.derwent.launcher.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the same records as a job, shuffles them, counts them, and hands them to a sink. */
final class PassThroughJob implements AutoCloseable {
    private static final LongAdder PASSED = new LongAdder();
    private static final long BUFFER_MILLIS = 5;

    /** A sink that writes by batches writes what is left of one at a checkpoint. */
    private static final long CHECKPOINT_MILLIS = 1_000;

    private static final long STOP_SECONDS = 30;

    private final JobClient client;

    private PassThroughJob(JobClient client) {
        this.client = client;
    }

    /** Whole messages, by device. */
    static PassThroughJob start(String kafka, String topic, int parallelism, Sink<Passing> sink) throws Exception {
        return start(kafka, topic, parallelism, new PassingSchema(), Passing::device, sink);
    }

    /** What a record says, by a key. */
    static <T> PassThroughJob start(
            String kafka,
            String topic,
            int parallelism,
            KafkaRecordDeserializationSchema<T> schema,
            KeySelector<T, String> key,
            Sink<T> sink)
            throws Exception {
        PASSED.reset();
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(parallelism, new Configuration());
        environment.setBufferTimeout(BUFFER_MILLIS);
        environment.enableCheckpointing(CHECKPOINT_MILLIS);
        KafkaSource<T> source = KafkaSource.<T>builder()
                .setBootstrapServers(kafka)
                .setTopics(topic)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setDeserializer(schema)
                .build();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "messages")
                .keyBy(key)
                .map(passing -> {
                    PASSED.increment();
                    return passing;
                })
                .returns(schema.getProducedType())
                .sinkTo(sink);
        return new PassThroughJob(environment.executeAsync("pass-through"));
    }

    long passed() {
        return PASSED.sum();
    }

    @Override
    public void close() {
        client.cancel().orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
    }

    /** One record on its way. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Passing(String device, byte[] payload) {}

    private static final class PassingSchema implements KafkaRecordDeserializationSchema<Passing> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Passing> out) {
            out.collect(new Passing(new String(record.key(), java.nio.charset.StandardCharsets.UTF_8), record.value()));
        }

        @Override
        public TypeInformation<Passing> getProducedType() {
            return TypeInformation.of(Passing.class);
        }
    }
}
