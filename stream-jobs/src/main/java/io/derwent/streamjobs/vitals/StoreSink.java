package io.derwent.streamjobs.vitals;

import io.derwent.model.AssignmentHistory;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.store.Database;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.ReadingSources;
import io.derwent.store.Readings;
import io.derwent.store.Reattribution;
import io.derwent.store.Scores;
import io.derwent.store.StoreUnavailable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows in batches: after {@value #MOST_ROWS} of them, after 100 ms, and before each checkpoint. At least once; every
 * write is idempotent by id and revision, so a repeated one changes nothing.
 *
 * <p>While the database is away a writer waits for it, which holds back what is upstream; nothing is dropped. A statement the
 * database refuses is our bug and fails the job.
 */
final class StoreSink implements Sink<StoreWrite> {
    static final int MOST_ROWS = 1_000;

    private static final long serialVersionUID = 1L;

    private final String url;
    private final String user;
    private final String password;
    private final Clock clock;

    StoreSink(DatabaseConfig database, Clock clock) {
        this.url = database.url();
        this.user = database.user();
        this.password = database.password();
        this.clock = clock;
    }

    @Override
    public SinkWriter<StoreWrite> createWriter(WriterInitContext context) {
        return new Writer(
                Database.open(new DatabaseConfig(url, user, password, 1)),
                context.getProcessingTimeService(),
                context.metricGroup().counter("rows-written"),
                clock);
    }

    /** One subtask's writer; called on the task's thread only. */
    private static final class Writer implements SinkWriter<StoreWrite> {
        private static final Logger LOG = LoggerFactory.getLogger(StoreSink.class);
        private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
        private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

        private final Database database;
        private final ProcessingTimeService timers;
        private final Counter rowsWritten;
        private final Clock clock;
        private final List<StoreWrite> batch = new ArrayList<>();
        private @Nullable ScheduledFuture<?> dueFlush;

        Writer(Database database, ProcessingTimeService timers, Counter rowsWritten, Clock clock) {
            this.database = database;
            this.timers = timers;
            this.rowsWritten = rowsWritten;
            this.clock = clock;
        }

        @Override
        public void write(StoreWrite row, Context context) throws IOException, InterruptedException {
            batch.add(row);
            if (batch.size() >= MOST_ROWS) {
                flush(false);
            } else if (dueFlush == null) {
                dueFlush = timers.registerTimer(
                        timers.getCurrentProcessingTime() + LONGEST_WAIT.toMillis(), this::flushDue);
            }
        }

        private void flushDue(long due) throws IOException, InterruptedException {
            dueFlush = null;
            flush(false);
        }

        @Override
        public void flush(boolean endOfInput) throws IOException, InterruptedException {
            if (batch.isEmpty()) {
                return;
            }
            Duration pause = FIRST_PAUSE;
            while (true) {
                try {
                    rowsWritten.inc(database.inPlatform(this::writeAll));
                    batch.clear();
                    return;
                } catch (StoreUnavailable e) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("stopped while the database was away");
                    }
                    LOG.warn("{} rows wait for the database: {}", batch.size(), e.getMessage());
                    Thread.sleep(pause.toMillis());
                    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
                }
            }
        }

        /** Runs of rows between re-attributions, so that a device's rows and its history keep their order. */
        private int writeAll(Connection connection) throws SQLException {
            List<StoreWrite> run = new ArrayList<>();
            for (StoreWrite row : batch) {
                AssignmentHistory history = row.reattribution();
                if (history == null) {
                    run.add(row);
                } else {
                    writeRun(connection, run);
                    run.clear();
                    Reattribution.apply(connection, history, clock.instant());
                }
            }
            writeRun(connection, run);
            return batch.size();
        }

        private static void writeRun(Connection connection, List<StoreWrite> run) throws SQLException {
            List<Reading> readings = new ArrayList<>();
            List<ReadingSources.Source> sources = new ArrayList<>();
            List<Score> scores = new ArrayList<>();
            for (StoreWrite row : run) {
                Reading reading = row.reading();
                if (reading != null) {
                    readings.add(reading);
                }
                StoreWrite.Source source = row.source();
                if (reading != null && source != null) {
                    sources.add(new ReadingSources.Source(
                            reading.tenant(),
                            reading.id(),
                            source.topic(),
                            source.contentType(),
                            source.receivedAt(),
                            source.payload()));
                }
                Score score = row.score();
                if (score != null) {
                    scores.add(score);
                }
            }
            Readings.write(connection, atTheirFirstTime(connection, readings));
            ReadingSources.write(connection, sources);
            Scores.write(connection, scores);
        }

        /**
         * A reading whose time is the gateway's may have been accepted before, at another time, longer ago than the job
         * remembers: the time it has in the table stays.
         */
        private static List<Reading> atTheirFirstTime(Connection connection, List<Reading> readings)
                throws SQLException {
            Map<String, List<String>> doubtful = new HashMap<>();
            for (Reading reading : readings) {
                if (reading.marks().contains(Mark.NO_DEVICE_TIME)
                        || reading.marks().contains(Mark.DEVICE_CLOCK_AHEAD)) {
                    doubtful.computeIfAbsent(reading.tenant(), tenant -> new ArrayList<>())
                            .add(reading.id());
                }
            }
            if (doubtful.isEmpty()) {
                return readings;
            }
            Map<String, Instant> known = new HashMap<>();
            for (Map.Entry<String, List<String>> tenant : doubtful.entrySet()) {
                known.putAll(Readings.gatewayTimes(connection, tenant.getKey(), tenant.getValue()));
            }
            return readings.stream()
                    .map(reading -> {
                        @Nullable Instant first = known.get(reading.id());
                        return first == null || first.equals(reading.effectiveTime())
                                ? reading
                                : takenAt(first, reading);
                    })
                    .toList();
        }

        private static Reading takenAt(Instant effectiveTime, Reading reading) {
            return new Reading(
                    reading.id(),
                    reading.revision(),
                    reading.tenant(),
                    reading.device(),
                    reading.patient(),
                    reading.kind(),
                    reading.quantities(),
                    reading.findings(),
                    effectiveTime,
                    reading.receivedAt(),
                    reading.marks(),
                    reading.seq());
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
