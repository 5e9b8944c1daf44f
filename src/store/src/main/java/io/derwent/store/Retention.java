package io.derwent.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Lets old data go, as the owner of the tables. On TimescaleDB whole chunks are dropped, which costs the same whatever is in
 * them; a chunk stays until all of it is older. On plain PostgreSQL rows are deleted.
 */
public final class Retention {
    private Retention() {}

    /** A table that grows with time, and the time its rows age by. */
    public enum Table {
        READING("reading", "effective_time"),
        READING_SOURCE("reading_source", "received_at"),
        SCORE("score", "effective_time"),
        AUDIT("audit", "at");

        private final String table;
        private final String time;

        Table(String table, String time) {
            this.table = table;
            this.time = time;
        }
    }

    /**
     * Drops what is older.
     *
     * @param user      the owner
     * @param olderThan exclusive
     * @return chunks dropped, or rows deleted where the table is not a hypertable
     * @throws IllegalStateException if the database refuses: our bug, or not the owner
     */
    public static long drop(String url, String user, String password, Table table, Instant olderThan) {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            connection.setAutoCommit(false);
            // row security holds for the owner too; this is the one setting its policy asks for
            Sql.query(
                    connection,
                    "select set_config('derwent.retention', 'on', true), set_config('search_path', ?, true)",
                    row -> true,
                    Migrations.SCHEMA + ", public");
            long dropped = isHypertable(connection, table)
                    ? dropChunks(connection, table, olderThan)
                    : Sql.update(connection, "delete from " + table.table + " where " + table.time + " < ?", olderThan);
            connection.commit();
            return dropped;
        } catch (SQLException e) {
            throw new IllegalStateException("retention of " + table.table + " failed: " + e.getMessage(), e);
        }
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
