package io.derwent.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets old data go, as the owner of the tables. On TimescaleDB whole chunks are dropped, which costs the same whatever is in
 * them; a chunk stays until all of it is older. On plain PostgreSQL rows are deleted. Called now and then by a console that was
 * told the owner, and by the launcher, which knows it.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    /** Names the advisory lock; any constant that nothing else in this database uses. */
    static final long LOCK = 0x64657277656e7432L;

    private Retention() {}

    /** A table that grows with time, and the time its rows age by. */
    public enum Table {
        READING("reading", "effective_time"),
        READING_SOURCE("reading_source", "received_at"),
        SCORE("score", "effective_time"),
        ASSET_EVENT("asset_event", "at"),
        AUDIT("audit", "at");

        private final String table;
        private final String time;

        Table(String table, String time) {
            this.table = table;
            this.time = time;
        }
    }

    /**
     * Drops what every table has kept long enough, and audits what went, for the platform. One process at a time: another that
     * calls it meanwhile finds the lock taken and leaves. Safe to call often.
     *
     * @param user the owner
     * @return how much went, by table; empty if another process is at it
     * @throws StoreUnavailable      if the database cannot be reached
     * @throws IllegalStateException if it refuses: our bug, or not the owner
     */
    public static Map<Table, Long> enforce(
            String url, String user, String password, RetentionPeriods periods, Instant now) {
        Map<Table, Long> gone = new EnumMap<>(Table.class);
        try (Connection connection = open(url, user, password)) {
            boolean locked = Sql.first(
                            connection,
                            "select pg_try_advisory_xact_lock(?) as locked",
                            row -> row.getBoolean("locked"),
                            LOCK)
                    .orElse(false);
            if (!locked) {
                return Map.of();
            }
            for (Table table : new TreeSet<>(periods.periods().keySet())) {
                Instant olderThan = periods.cutOff(table, now);
                long dropped = drop(connection, table, olderThan);
                gone.put(table, dropped);
                if (dropped > 0) {
                    note(connection, table, olderThan, dropped, now);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw failed("retention", e);
        }
        gone.forEach((table, dropped) -> LOG.info("retention of {}: {} chunks or rows went", table.table, dropped));
        return gone;
    }

    /**
     * Drops what is older.
     *
     * @param user      the owner
     * @param olderThan exclusive
     * @return chunks dropped, or rows deleted where the table is not a hypertable
     * @throws StoreUnavailable      if the database cannot be reached
     * @throws IllegalStateException if it refuses: our bug, or not the owner
     */
    public static long drop(String url, String user, String password, Table table, Instant olderThan) {
        try (Connection connection = open(url, user, password)) {
            long dropped = drop(connection, table, olderThan);
            connection.commit();
            return dropped;
        } catch (SQLException e) {
            throw failed("retention of " + table.table, e);
        }
    }

    private static Connection open(String url, String user, String password) throws SQLException {
        Connection connection = DriverManager.getConnection(url, user, password);
        connection.setAutoCommit(false);
        // row security holds for the owner too; this is the one setting its policy asks for
        Sql.query(
                connection,
                "select set_config('derwent.retention', 'on', true), set_config('search_path', ?, true)",
                row -> true,
                Migrations.SCHEMA + ", public");
        return connection;
    }

    private static long drop(Connection connection, Table table, Instant olderThan) throws SQLException {
        long dropped = isHypertable(connection, table)
                ? dropChunks(connection, table, olderThan)
                : Sql.update(connection, "delete from " + table.table + " where " + table.time + " < ?", olderThan);
        if (dropped > 0 && table == Table.AUDIT) {
            AuditChain.anchor(connection, olderThan);
        }
        return dropped;
    }

    private static void note(Connection connection, Table table, Instant olderThan, long dropped, Instant now)
            throws SQLException {
        Audit.append(
                connection,
                new Audit.Entry(
                        "*",
                        UUID.randomUUID().toString(),
                        now,
                        "retention",
                        "owner",
                        null,
                        null,
                        "retention.drop",
                        "",
                        Map.of(
                                "table",
                                table.table,
                                "olderThan",
                                olderThan.toString(),
                                "dropped",
                                Long.toString(dropped))));
    }

    private static RuntimeException failed(String what, SQLException e) {
        String message = what + " failed: " + e.getMessage();
        return Retry.isTransient(e) ? new StoreUnavailable(message, e) : new IllegalStateException(message, e);
    }

    private static boolean isHypertable(Connection connection, Table table) throws SQLException {
        boolean timescale = Sql.first(
                        connection,
                        "select exists (select from pg_extension where extname = 'timescaledb') as there",
                        row -> row.getBoolean("there"))
                .orElse(false);
        return timescale
                && Sql.first(connection, """
                                select true as is_one from timescaledb_information.hypertables
                                where hypertable_schema = ? and hypertable_name = ?
                                """, row -> row.getBoolean("is_one"), Migrations.SCHEMA, table.table)
                        .orElse(false);
    }

    private static long dropChunks(Connection connection, Table table, Instant olderThan) throws SQLException {
        return Sql.query(
                        connection,
                        "select drop_chunks(?::regclass, older_than => ?::timestamptz)",
                        row -> true,
                        table.table,
                        olderThan)
                .size();
    }
}
