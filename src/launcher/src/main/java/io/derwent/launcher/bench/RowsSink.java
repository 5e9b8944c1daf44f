package io.derwent.launcher.bench;

import io.derwent.launcher.bench.PassThroughJob.Passing;
import io.derwent.model.Ids;
import io.derwent.model.Reading;
import io.derwent.store.Database;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.ReadingSources;
import io.derwent.store.Readings;
import io.derwent.wire.DecodedReading;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Decodes records and writes the rows the vitals job would, without asking whose they are or whether they came before. */
final class RowsSink implements Sink<Passing> {
    private static final long serialVersionUID = 1L;
    private static final int BATCH = 1_000;
    private static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";

    private final HashMap<String, String> environment;
    private final String tenant;

    RowsSink(Map<String, String> environment, String tenant) {
        this.environment = new HashMap<>(environment);
        this.tenant = tenant;
    }

    @Override
    public SinkWriter<Passing> createWriter(WriterInitContext context) {
        return new Writer(
                Database.open(DatabaseConfig.fromEnvironment(environment).withPoolSize(1)), tenant);
    }

    /** Both tables in one transaction. */
    static void commit(Database database, List<Reading> rows, List<ReadingSources.Source> sources) {
        database.inPlatform(connection -> Readings.write(connection, rows) + ReadingSources.write(connection, sources));
    }

    private static final class Writer implements SinkWriter<Passing> {
        private final PayloadDecoder<DecodedReading> decoder =
                PayloadDecoders.standard().ofReadings(CONTENT_TYPE).orElseThrow();
        private final Database database;
        private final String tenant;
        private final List<Reading> rows = new ArrayList<>();
        private final List<ReadingSources.Source> sources = new ArrayList<>();

        Writer(Database database, String tenant) {
            this.database = database;
            this.tenant = tenant;
        }

        @Override
        public void write(Passing passing, Context context) {
            for (DecodedReading decoded : decoder.decode(passing.payload())) {
                Instant taken = Objects.requireNonNull(decoded.deviceTime());
                String id = Ids.of(passing.payload(), "passed", passing.device());
                rows.add(new Reading(
                        id,
                        1,
                        tenant,
                        passing.device(),
                        passing.device(),
                        decoded.measurement().kind(),
                        decoded.measurement().quantities(),
                        decoded.measurement().findings(),
                        taken,
                        taken.plusMillis(1),
                        Set.of(),
                        null));
                sources.add(new ReadingSources.Source(
                        tenant, id, HonoTopics.event(tenant), CONTENT_TYPE, taken.plusMillis(1), passing.payload()));
            }
            if (rows.size() >= BATCH) {
                flush(false);
            }
        }

        @Override
        public void flush(boolean endOfInput) {
            commit(database, rows, sources);
            rows.clear();
            sources.clear();
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
