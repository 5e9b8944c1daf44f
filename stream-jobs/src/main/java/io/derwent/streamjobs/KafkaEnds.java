package io.derwent.streamjobs;

import io.derwent.model.AlertEvent;
import io.derwent.model.DeadLetter;
import io.derwent.model.EffectiveTime;
import io.derwent.wire.Beat;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.KafkaConnection;
import io.derwent.wire.Keys;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a job meets Kafka: its sources, and the one sink. */
public final class KafkaEnds {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaEnds.class);
    private static final Duration DISCOVERY = Duration.ofSeconds(5);

    private final KafkaConnection kafka;
    private final String job;
    private final String group;

    /** The ends of this job; its consumer group is {@code derwent-<job>}. */
    public KafkaEnds(KafkaConnection kafka, String job) {
        this.kafka = kafka;
        this.job = job;
        this.group = "derwent-" + job;
    }

    /** Telemetry and events of every tenant, with watermarks by receivedAt; new tenants' topics are found within five seconds. */
    public DataStream<Arrival> arrivals(StreamExecutionEnvironment environment) {
        KafkaSource<Arrival> source = this.<Arrival>source("arrivals")
                .setTopicPattern(HonoTopics.READINGS)
                .setDeserializer(new ArrivalSchema())
                .build();
        return environment
                .fromSource(source, EventTime.byReceivedAt(), "arrivals")
                .uid("arrivals");
    }

    /**
     * What the console writes: all of a topic's records.
     *
     * @param name of the source, its uid too, and in Kafka's client ids
     * @param time {@link EventTime#standingStill} or {@link EventTime#standingStillOnceRead}
     */
    public <T> DataStream<T> reference(
            StreamExecutionEnvironment environment,
            String name,
            String topic,
            Class<T> type,
            WatermarkStrategy<T> time,
            ReaderFactory<T> reader) {
        KafkaSource<T> source = this.<T>source(name)
                .setTopics(topic)
                .setDeserializer(new ReferenceSchema<>(type, reader))
                .build();
        return environment
                .fromSource(source, time, name)
                .uid(name)
                .setParallelism(1)
                .setBufferTimeout(JobEnvironment.UNHURRIED_BUFFER_TIMEOUT.toMillis());
    }

    private <T> KafkaSourceBuilder<T> source(String name) {
        return KafkaSource.<T>builder()
                .setProperties(connection())
                .setGroupId(group)
                .setClientIdPrefix(group + "-" + name)
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setProperty("partition.discovery.interval.ms", Long.toString(DISCOVERY.toMillis()))
                .setProperty("fetch.max.bytes", "4194304");
    }

    /** The job's name. */
    public String job() {
        return job;
    }

    /**
     * Alerts, dead letters and signs of life. At least once: each record is deterministic and carries an id, so that a consumer which keeps
     * ids sees each once.
     */
    public KafkaSink<Outgoing> outgoing() {
        return KafkaSink.<Outgoing>builder()
                .setKafkaProducerConfig(connection())
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .setProperty("linger.ms", "0")
                .setProperty("acks", "all")
                .setProperty("buffer.memory", "8388608")
                .setProperty("max.request.size", Integer.toString(DerwentTopics.LARGEST_DEAD_LETTER))
                .setRecordSerializer(new OutgoingSchema())
                .build();
    }

    private Properties connection() {
        Properties properties = new Properties();
        properties.putAll(kafka.with(Map.of()));
        return properties;
    }

    /** A record to be written. */
    @SuppressWarnings("ArrayRecordComponent") // bytes to be written; never compared
    public record Outgoing(String topic, String key, byte[] value) {
        public static Outgoing alert(AlertEvent event) {
            return new Outgoing(
                    DerwentTopics.ALERTS,
                    Keys.of(event.tenant(), event.subject().id()),
                    Codecs.alertEvents().encode(event));
        }

        public static Outgoing beat(Beat beat) {
            return new Outgoing(
                    DerwentTopics.HEARTBEATS, Beat.KEY, Codecs.beats().encode(beat));
        }

        public static Outgoing deadLetter(DeadLetter letter) {
            return new Outgoing(
                    DerwentTopics.DEAD_LETTERS,
                    Keys.of(letter.tenant(), letter.device()),
                    Codecs.deadLetters().encode(letter));
        }
    }

    private static final class OutgoingSchema implements KafkaRecordSerializationSchema<Outgoing> {
        private static final long serialVersionUID = 1L;

        @Override
        public ProducerRecord<byte[], byte[]> serialize(
                Outgoing outgoing, KafkaSinkContext context, @Nullable Long timestamp) {
            return new ProducerRecord<>(
                    outgoing.topic(), outgoing.key().getBytes(StandardCharsets.UTF_8), outgoing.value());
        }
    }

    private static final class ArrivalSchema implements KafkaRecordDeserializationSchema<Arrival> {
        private static final long serialVersionUID = 1L;

        /** Eclipse Hono is younger than this: an earlier time is no creation-time, whatever else it may be. */
        private static final Instant BEFORE_HONO = Instant.parse("2016-01-01T00:00:00Z");

        private transient @Nullable Counter disbelieved;

        @Override
        public void open(DeserializationSchema.InitializationContext context) {
            disbelieved = context.getMetricGroup().counter("creation-times-disbelieved");
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Arrival> out) {
            byte @Nullable [] key = record.key();
            HonoRecord message = HonoRecord.read(
                    record.topic(),
                    key == null ? "" : new String(key, StandardCharsets.UTF_8),
                    record.headers(),
                    record.value());
            out.collect(
                    new Arrival(withDevice(message), receivedAt(message, Instant.ofEpochMilli(record.timestamp()))));
        }

        /**
         * A creation-time long after its record was written cannot be true, and the tables cannot keep every number. One
         * long before can: a replayed message keeps its own.
         */
        private Instant receivedAt(HonoRecord message, Instant writtenAt) {
            Optional<Instant> believed = message.creationTime()
                    .filter(time ->
                            !time.isBefore(BEFORE_HONO) && !time.isAfter(writtenAt.plus(EffectiveTime.BELIEVED_AHEAD)));
            if (believed.isEmpty() && message.header(HonoRecord.CREATION_TIME).isPresent()) {
                Opened.of(disbelieved).inc();
            }
            return believed.orElse(writtenAt);
        }

        /** Hono writes the device id as key and as header; a record without key is still of a device. */
        private static HonoRecord withDevice(HonoRecord message) {
            if (!message.device().isEmpty()) {
                return message;
            }
            return new HonoRecord(
                    message.topic(),
                    message.header(HonoRecord.DEVICE_ID).orElse(""),
                    message.headers(),
                    message.payload());
        }

        @Override
        public TypeInformation<Arrival> getProducedType() {
            return TypeInformation.of(Arrival.class);
        }
    }

    /** Reads what the bytes of a record say; made on the machine that runs it. */
    public interface Reader<T> {
        T read(byte[] bytes);
    }

    /** Makes one; travels with the job. */
    public interface ReaderFactory<T> extends Serializable {
        Reader<T> make();
    }

    /**
     * Reference data; a record that cannot be read is counted, logged and skipped: the console wrote it, so it is our bug.
     */
    private static final class ReferenceSchema<T> implements KafkaRecordDeserializationSchema<T> {
        private static final long serialVersionUID = 1L;

        private final Class<T> type;
        private final ReaderFactory<T> factory;
        private transient @Nullable Reader<T> reader;
        private transient @Nullable Counter skipped;

        ReferenceSchema(Class<T> type, ReaderFactory<T> factory) {
            this.type = type;
            this.factory = factory;
        }

        @Override
        public void open(DeserializationSchema.InitializationContext context) {
            reader = factory.make();
            skipped = context.getMetricGroup().counter("reference-records-skipped");
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<T> out) {
            byte @Nullable [] value = record.value();
            if (value == null) {
                return;
            }
            try {
                out.collect(Opened.of(reader).read(value));
            } catch (InvalidPayload e) {
                Opened.of(skipped).inc();
                LOG.error("{}-{}@{} skipped: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            }
        }

        @Override
        public TypeInformation<T> getProducedType() {
            return TypeInformation.of(type);
        }
    }
}
