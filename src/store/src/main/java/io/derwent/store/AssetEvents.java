package io.derwent.store;

import io.derwent.model.AssetMove;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Table {@code asset_event}: that things arrived, moved and departed. Written by the assets job, read by the console. */
public final class AssetEvents {
    /** Package-private, so that a test can ask the planner what it does with it. */
    static final String OF_ASSET = """
            select * from asset_event
            where tenant = ? and asset = ? and at >= ? and at < ?
            order by at desc, seq desc
            limit ?
            """;

    private static final Comparator<AssetMove> KEY_ORDER =
            Comparator.comparing(AssetMove::tenant).thenComparing(AssetMove::at).thenComparing(AssetMove::id);

    private AssetEvents() {}

    /**
     * Writes a batch: inserts what is new, leaves what is there. Any order, any age.
     *
     * @return rows inserted
     */
    public static int write(Connection connection, Collection<AssetMove> moves) throws SQLException {
        if (moves.isEmpty()) {
            return 0;
        }
        List<AssetMove> batch = moves.stream().sorted(KEY_ORDER).toList();
        return Sql.update(
                connection,
                """
                insert into asset_event (tenant, id, asset, seq, kind, place, from_place, at, confidence, reader, antenna,
                                         reads, rssi_cdbm, margin_cdbm, last_seen_at)
                select tenant, id, asset, seq, kind, place, from_place, at, confidence::double precision, reader, antenna,
                       reads, rssi_cdbm, margin_cdbm, last_seen_at
                from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                            ?::text[], ?::text[], ?::int[], ?::int[], ?::int[], ?::int[], ?::timestamptz[])
                    as row (tenant, id, asset, seq, kind, place, from_place, at, confidence, reader, antenna, reads,
                            rssi_cdbm, margin_cdbm, last_seen_at)
                on conflict do nothing
                """,
                Sql.texts(batch, AssetMove::tenant),
                Sql.texts(batch, AssetMove::id),
                Sql.texts(batch, AssetMove::asset),
                Sql.longs(batch, AssetMove::seq),
                Sql.texts(batch, move -> move.kind().code()),
                Sql.texts(batch, AssetMove::place),
                Sql.texts(batch, AssetMove::fromPlace),
                Sql.texts(batch, AssetMove::at),
                Sql.texts(batch, AssetMove::confidence),
                Sql.texts(batch, move -> move.evidence().reader()),
                Sql.integers(batch, move -> move.evidence().antenna()),
                Sql.integers(batch, move -> move.evidence().reads()),
                Sql.integers(batch, move -> move.evidence().rssiCdbm()),
                Sql.integers(batch, move -> move.evidence().marginCdbm()),
                Sql.texts(batch, move -> move.evidence().lastSeenAt()));
    }

    /**
     * The moves of a thing, or of a tag nobody knows, between two times, newest first.
     *
     * @param from  inclusive
     * @param to    exclusive
     * @param limit most rows to return
     */
    public static List<AssetMove> ofAsset(
            Connection connection, String tenant, String asset, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.query(connection, OF_ASSET, AssetEvents::map, tenant, asset, from, to, limit);
    }

    static AssetMove map(ResultSet row) throws SQLException {
        return new AssetMove(
                row.getString("id"),
                row.getString("tenant"),
                row.getString("asset"),
                row.getLong("seq"),
                AssetMove.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getString("place"),
                row.getString("from_place"),
                Sql.instant(row, "at"),
                row.getDouble("confidence"),
                new AssetMove.Evidence(
                        row.getString("reader"),
                        row.getInt("antenna"),
                        row.getInt("reads"),
                        row.getObject("rssi_cdbm", Integer.class),
                        row.getObject("margin_cdbm", Integer.class),
                        Sql.instant(row, "last_seen_at")));
    }
}
