package io.derwent.launcher.bench;

import io.derwent.launcher.bench.PingRowsSink.Read;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.store.Database;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.Whereabouts;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Writes whereabouts of tags as often as the assets job does, without asking anything else. */
final class PingRowsSink implements Sink<Read> {
    /** Of the ids of what it writes, beside those the job wrote. */
    static final String PREFIX = "passed-";

    private static final long serialVersionUID = 1L;
    private static final Duration WRITE_EVERY = Duration.ofSeconds(30);
    private static final int BATCH = 1_000;

    /** One read of a tag, on its way. */
    public record Read(String reader, int antenna, String epc, Instant at) {}

    /** Decodes messages of readers. */
    static final class Schema implements KafkaRecordDeserializationSchema<Read> {
        private static final long serialVersionUID = 1L;

        private transient @Nullable PayloadDecoder<DecodedPing> decoder;

        @Override
        public void open(DeserializationSchema.InitializationContext context) {
            decoder = PayloadDecoders.standard()
                    .ofPings(PingPipeline.CONTENT_TYPE)
                    .orElseThrow();
        }

        @Override
        public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Read> out) {
            for (DecodedPing ping : Objects.requireNonNull(decoder).decode(record.value())) {
                out.collect(
                        new Read(ping.reader(), ping.antenna(), ping.epc(), Objects.requireNonNull(ping.deviceTime())));
            }
        }

        @Override
        public TypeInformation<Read> getProducedType() {
            return TypeInformation.of(Read.class);
        }
    }

    private final HashMap<String, String> environment;
    private final String tenant;

    PingRowsSink(Map<String, String> environment, String tenant) {
        this.environment = new HashMap<>(environment);
        this.tenant = tenant;
    }

    @Override
    public SinkWriter<Read> createWriter(WriterInitContext context) {
        return new Writer(
                Database.open(DatabaseConfig.fromEnvironment(environment).withPoolSize(1)), tenant);
    }

    private static final class Writer implements SinkWriter<Read> {
        private final Database database;
        private final String tenant;
        private final Map<String, Instant> written = new HashMap<>();
        private final List<LastSeen> rows = new ArrayList<>();

        Writer(Database database, String tenant) {
            this.database = database;
            this.tenant = tenant;
        }

        @Override
        public void write(Read read, Context context) {
            @Nullable Instant before = written.get(read.epc());
            if (before == null || !read.at().isBefore(before.plus(WRITE_EVERY))) {
                written.put(read.epc(), read.at());
                rows.add(lastSeen(read));
            }
            if (rows.size() >= BATCH) {
                flush(false);
            }
        }

        private LastSeen lastSeen(Read read) {
            return new LastSeen(
                    tenant,
                    PREFIX + "thing-" + read.epc(),
                    Mobility.ASSET_TRACKING,
                    1,
                    read.reader(),
                    true,
                    read.at(),
                    read.at(),
                    read.reader(),
                    read.antenna(),
                    1,
                    WRITE_EVERY.toMillis());
        }

        @Override
        public void flush(boolean endOfInput) {
            if (!rows.isEmpty()) {
                database.inPlatform(connection -> Whereabouts.write(connection, rows));
                rows.clear();
            }
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
