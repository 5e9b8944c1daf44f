package io.derwent.store;

import io.derwent.model.LastSeen;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Table {@code whereabouts}: where each thing, or tag nobody knows, was last. Written by the assets job, read by the console,
 * which works out what it is worth by then.
 *
 * <p>Of two states the one with more moves is newer, of equal ones the one seen later ({@link LastSeen#moves()}). The job
 * forgets what is unseen for {@link #FORGOTTEN_AFTER} and then counts from 1 again, so that of two states this far apart the
 * later is newer, whatever they count.
 */
public final class Whereabouts {
    /** As long as presence remembers a thing nobody sees. */
    static final Duration FORGOTTEN_AFTER = Duration.ofDays(14);

    private static final Comparator<LastSeen> BY_NEWS = Whereabouts::compare;

    private Whereabouts() {}

    /**
     * Writes a batch: the newest state of each thing stays, in whatever order they come, and however often.
     *
     * @return rows inserted or overwritten
     */
    public static int write(Connection connection, Collection<LastSeen> states) throws SQLException {
        List<LastSeen> batch = Batch.newest(states, seen -> List.of(seen.tenant(), seen.asset()), BY_NEWS);
        if (batch.isEmpty()) {
            return 0;
        }
        int written = Sql.update(
                connection,
                """
                insert into whereabouts (tenant, asset, moves, mobility, place, present, since, last_seen_at, reader, antenna,
                                         standing, patience_millis)
                select tenant, asset, moves, mobility, place, present, since, last_seen_at, reader, antenna,
                       standing::double precision, patience_millis
                from unnest(?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[], ?::boolean[], ?::timestamptz[],
                            ?::timestamptz[], ?::text[], ?::int[], ?::text[], ?::bigint[])
                    as row (tenant, asset, moves, mobility, place, present, since, last_seen_at, reader, antenna, standing,
                            patience_millis)
                on conflict (tenant, asset) do update
                set moves = excluded.moves, mobility = excluded.mobility, place = excluded.place,
                    present = excluded.present, since = excluded.since, last_seen_at = excluded.last_seen_at,
                    reader = excluded.reader, antenna = excluded.antenna, standing = excluded.standing,
                    patience_millis = excluded.patience_millis, updated_at = now()
                where (excluded.last_seen_at >= whereabouts.last_seen_at + interval '14 days'
                       or (excluded.moves, excluded.last_seen_at) >= (whereabouts.moves, whereabouts.last_seen_at)
                          and excluded.last_seen_at > whereabouts.last_seen_at - interval '14 days')
                  and (excluded.moves, excluded.mobility, excluded.place, excluded.present, excluded.since,
                       excluded.last_seen_at, excluded.reader, excluded.antenna, excluded.standing,
                       excluded.patience_millis)
                          is distinct from
                      (whereabouts.moves, whereabouts.mobility, whereabouts.place, whereabouts.present, whereabouts.since,
                       whereabouts.last_seen_at, whereabouts.reader, whereabouts.antenna, whereabouts.standing,
                       whereabouts.patience_millis)
                """,
                Sql.texts(batch, LastSeen::tenant),
                Sql.texts(batch, LastSeen::asset),
                Sql.longs(batch, LastSeen::moves),
                Sql.texts(batch, seen -> seen.mobility().code()),
                Sql.texts(batch, LastSeen::place),
                Sql.booleans(batch, LastSeen::present),
                Sql.texts(batch, LastSeen::since),
                Sql.texts(batch, LastSeen::lastSeenAt),
                Sql.texts(batch, LastSeen::reader),
                Sql.integers(batch, LastSeen::antenna),
                Sql.texts(batch, LastSeen::standing),
                Sql.longs(batch, LastSeen::patienceMillis));
        if (written > 0) {
            EquipmentChanges.tell(connection, Sql.texts(batch, LastSeen::tenant));
        }
        return written;
    }

    /** How many things that are still used each of these readers saw last, by device; none where it is absent. */
    public static Map<String, Integer> countByReader(Connection connection, String tenant, Collection<String> devices)
            throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        Sql.query(
                connection,
                """
                select reader, count(*) as things
                from whereabouts
                join asset on asset.tenant = whereabouts.tenant and asset.id = whereabouts.asset and asset.active
                where whereabouts.tenant = ? and reader = any (?)
                group by reader
                """,
                row -> counts.put(row.getString("reader"), row.getInt("things")),
                tenant,
                devices.toArray(String[]::new));
        return counts;
    }

    /** Where these things, or tags, were last, by id; those never seen are absent. */
    public static Map<String, LastSeen> ofAssets(Connection connection, String tenant, Collection<String> assets)
            throws SQLException {
        Map<String, LastSeen> states = new HashMap<>();
        Sql.query(
                connection,
                "select * from whereabouts where tenant = ? and asset = any (?)",
                row -> states.put(row.getString("asset"), map(row)),
                tenant,
                assets.toArray(String[]::new));
        return states;
    }

    /**
     * Another organisation's thing that is at a place this one shares with it: what a host may know of it.
     *
     * @param owner      the tenant whose it is
     * @param type       in the owner's words
     * @param place      the host's place it is at
     * @param since      when it came there
     * @param lastSeenAt when its tag was last read there
     */
    public record Guest(String owner, String name, String type, String place, Instant since, Instant lastSeenAt) {}

    /** What others have at places of the transaction's tenant now, by place and name. */
    public static List<Guest> guests(Connection connection, int limit) throws SQLException {
        return Sql.query(
                connection,
                """
                select asset.tenant as owner, name, type, split_part(place, '@', 1) as at_place, since, last_seen_at
                from whereabouts
                join asset on asset.tenant = whereabouts.tenant and asset.id = whereabouts.asset
                where place_tenant = current_tenant() and present and active
                order by at_place, name, owner, asset.id
                limit ?
                """,
                row -> new Guest(
                        row.getString("owner"),
                        row.getString("name"),
                        row.getString("type"),
                        row.getString("at_place"),
                        Sql.instant(row, "since"),
                        Sql.instant(row, "last_seen_at")),
                limit);
    }

    private static int compare(LastSeen one, LastSeen other) {
        if (!one.lastSeenAt().isBefore(remembered(other))) {
            return 1;
        }
        if (!other.lastSeenAt().isBefore(remembered(one))) {
            return -1;
        }
        int byMoves = Long.compare(one.moves(), other.moves());
        return byMoves != 0 ? byMoves : one.lastSeenAt().compareTo(other.lastSeenAt());
    }

    private static Instant remembered(LastSeen seen) {
        return seen.lastSeenAt().plus(FORGOTTEN_AFTER);
    }

    static LastSeen map(ResultSet row) throws SQLException {
        return new LastSeen(
                row.getString("tenant"),
                row.getString("asset"),
                Assets.mobility(row),
                row.getLong("moves"),
                row.getString("place"),
                row.getBoolean("present"),
                Sql.instant(row, "since"),
                Sql.instant(row, "last_seen_at"),
                row.getString("reader"),
                row.getInt("antenna"),
                row.getDouble("standing"),
                row.getLong("patience_millis"));
    }
}
