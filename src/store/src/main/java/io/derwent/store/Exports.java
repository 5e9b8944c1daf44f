package io.derwent.store;

import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.ReaderStatus;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Whole tables of one tenant, row by row through a cursor: memory does not grow with the table. Run
 * {@link Database#inTenantOnce}: a row handed over stays handed over, and a second run would hand it over twice.
 */
public final class Exports {
    private static final int FETCH_SIZE = 1000;

    private Exports() {}

    /** Takes rows in order; may throw to stop. */
    public interface Sink<T> {
        void accept(T row);
    }

    /** Readings taken at or after {@code from}, oldest first; those the tenant shares in are not its own and not included. */
    public static long readings(Connection connection, String tenant, Instant from, Sink<Reading> sink)
            throws SQLException {
        return stream(
                connection,
                "select * from reading where tenant = ? and effective_time >= ? order by effective_time, id",
                Readings::map,
                sink,
                tenant,
                from);
    }

    /** Scores of observations made at or after {@code from}, oldest first. */
    public static long scores(Connection connection, String tenant, Instant from, Sink<Score> sink)
            throws SQLException {
        return stream(
                connection,
                "select * from score where tenant = ? and effective_time >= ? order by effective_time, id",
                Scores::map,
                sink,
                tenant,
                from);
    }

    /** JSON of alert events that happened at or after {@code from}, oldest first. */
    public static long alertEvents(Connection connection, String tenant, Instant from, Sink<String> sink)
            throws SQLException {
        return stream(
                connection,
                "select body from alert_event where tenant = ? and at >= ? order by at, recorded_at, id",
                row -> row.getString("body"),
                sink,
                tenant,
                from);
    }

    /** Moves of equipment at or after {@code from}, oldest first. */
    public static long assetMoves(Connection connection, String tenant, Instant from, Sink<AssetMove> sink)
            throws SQLException {
        return stream(
                connection,
                "select * from asset_event where tenant = ? and at >= ? order by at, asset, seq, id",
                AssetEvents::map,
                sink,
                tenant,
                from);
    }

    /** Where equipment, and tags on none, was last, if that was seen at or after {@code from}; by name. */
    public static long whereabouts(Connection connection, String tenant, Instant from, Sink<LastSeen> sink)
            throws SQLException {
        return stream(
                connection,
                "select * from whereabouts where tenant = ? and last_seen_at >= ? order by asset",
                Whereabouts::map,
                sink,
                tenant,
                from);
    }

    /** Tags read at or after {@code from} while they were on no equipment, whatever they are on now; by EPC. */
    public static long unknownTags(Connection connection, String tenant, Instant from, Sink<UnknownTags.Unknown> sink)
            throws SQLException {
        return stream(
                connection,
                "select * from unknown_tag where tenant = ? and last_seen_at >= ? order by epc",
                UnknownTags::map,
                sink,
                tenant,
                from);
    }

    /** Readers heard of at or after {@code from}, by device. */
    public static long readerStatuses(Connection connection, String tenant, Instant from, Sink<ReaderStatus> sink)
            throws SQLException {
        return stream(
                connection,
                "select * from reader_status where tenant = ? and last_heard_at >= ? order by device",
                ReaderStatuses::map,
                sink,
                tenant,
                from);
    }

    private static <T> long stream(
            Connection connection, String sql, Sql.RowMapper<T> mapper, Sink<T> sink, String tenant, Instant from)
            throws SQLException {
        try (PreparedStatement statement = Sql.prepare(connection, sql, tenant, from)) {
            statement.setFetchSize(FETCH_SIZE);
            long rows = 0;
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    sink.accept(mapper.map(result));
                    rows++;
                }
            }
            return rows;
        }
    }
}
