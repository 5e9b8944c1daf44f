package io.derwent.streamjobs;

import io.derwent.store.Database;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.StoreUnavailable;
import java.io.IOException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
public final class StoreSink<T> implements Sink<T> {
    public static final int MOST_ROWS = 1_000;

    private static final long serialVersionUID = 1L;

    private final String url;
    private final String user;
    private final String password;
    private final Rows<T> rows;

    public StoreSink(DatabaseConfig database, Rows<T> rows) {
        this.url = database.url();
        this.user = database.user();
        this.password = database.password();
        this.rows = rows;
    }

    /** A job's tables. */
    public interface Rows<T> extends Serializable {
        /** Writes a batch, in this order where it matters, within a transaction; may be called again with the same. */
        void write(Connection connection, List<T> batch) throws SQLException;
    }

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
        return new Writer<>(
                Database.open(new DatabaseConfig(url, user, password, 1)),
                context.getProcessingTimeService(),
                context.metricGroup().counter("rows-written"),
                rows);
    }

    /** One subtask's writer; called on the task's thread only. */
    private static final class Writer<T> implements SinkWriter<T> {
        private static final Logger LOG = LoggerFactory.getLogger(StoreSink.class);
        private static final Duration LONGEST_WAIT = Duration.ofMillis(100);
        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
        private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

        private final Database database;
        private final ProcessingTimeService timers;
        private final Counter rowsWritten;
        private final Rows<T> rows;
        private final List<T> batch = new ArrayList<>();
        private @Nullable ScheduledFuture<?> dueFlush;

        Writer(Database database, ProcessingTimeService timers, Counter rowsWritten, Rows<T> rows) {
            this.database = database;
            this.timers = timers;
            this.rowsWritten = rowsWritten;
            this.rows = rows;
        }

        @Override
        public void write(T row, Context context) throws IOException, InterruptedException {
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
                    rowsWritten.inc(database.inPlatform(this::writeBatch));
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

        private int writeBatch(Connection connection) throws SQLException {
            rows.write(connection, batch);
            return batch.size();
        }

        @Override
        public void close() {
            database.close();
        }
    }
}
