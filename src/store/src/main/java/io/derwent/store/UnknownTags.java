package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Table {@code unknown_tag}: tags that were read and are on no thing we know. Written by the assets job, read by the console. */
public final class UnknownTags {
    private static final String STILL_UNKNOWN = """
            select * from unknown_tag
            where tenant = ?
              and not exists (select from asset_tag
                              where asset_tag.tag in (unknown_tag.epc, unknown_tag.key))
            """;

    private UnknownTags() {}

    /**
     * A tag and when it was read.
     *
     * @param epc         the EPC bank as upper-case hex, as read
     * @param key         the GS1 key it says, as {@link io.derwent.model.Asset.Key#text()}; null if it says none
     * @param firstSeenAt effectiveTime of its first read
     * @param lastSeenAt  effectiveTime of its last read, by this reader
     * @param place       of the antenna, by the registry; null if that is not known
     */
    public record Unknown(
            String tenant,
            String epc,
            @Nullable String key,
            Instant firstSeenAt,
            Instant lastSeenAt,
            String reader,
            int antenna,
            @Nullable String place) {
        /** What both know: the first of the first, the last of the last. */
        Unknown and(Unknown other) {
            Unknown last = other.lastSeenAt.isBefore(lastSeenAt) ? this : other;
            Instant first = other.firstSeenAt.isBefore(firstSeenAt) ? other.firstSeenAt : firstSeenAt;
            return new Unknown(tenant, epc, last.key, first, last.lastSeenAt, last.reader, last.antenna, last.place);
        }
    }

    /**
     * Writes a batch: the first time only moves back, the last only on, in whatever order they come.
     *
     * @return rows inserted or overwritten
     */
    public static int write(Connection connection, Collection<Unknown> tags) throws SQLException {
        if (tags.isEmpty()) {
            return 0;
        }
        Map<String, Unknown> byKey = new TreeMap<>();
        tags.forEach(tag -> byKey.merge(tag.tenant() + '/' + tag.epc(), tag, Unknown::and));
        List<Unknown> batch = List.copyOf(byKey.values());
        int written = Sql.update(
                connection,
                """
                insert into unknown_tag as known (tenant, epc, key, first_seen_at, last_seen_at, reader, antenna, place)
                select * from unnest(?::text[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::text[],
                                     ?::int[], ?::text[])
                on conflict (tenant, epc) do update
                set first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
                    last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at), updated_at = now(),
                    (key, reader, antenna, place) = (
                        select last.key, last.reader, last.antenna, last.place
                        from (values (known.last_seen_at, known.key, known.reader, known.antenna, known.place),
                                     (excluded.last_seen_at, excluded.key, excluded.reader, excluded.antenna,
                                      excluded.place))
                            as last (seen_at, key, reader, antenna, place)
                        order by last.seen_at desc
                        limit 1)
                where excluded.first_seen_at < known.first_seen_at or excluded.last_seen_at > known.last_seen_at
                """,
                Sql.texts(batch, Unknown::tenant),
                Sql.texts(batch, Unknown::epc),
                Sql.texts(batch, Unknown::key),
                Sql.texts(batch, Unknown::firstSeenAt),
                Sql.texts(batch, Unknown::lastSeenAt),
                Sql.texts(batch, Unknown::reader),
                Sql.integers(batch, Unknown::antenna),
                Sql.texts(batch, Unknown::place));
        if (written > 0) {
            EquipmentChanges.tell(connection, Sql.texts(batch, Unknown::tenant));
        }
        return written;
    }

    /** Tags that are still on no thing of this organisation, and on no guest's, last seen first. */
    public static List<Unknown> list(Connection connection, String tenant, int limit) throws SQLException {
        return Sql.query(connection, STILL_UNKNOWN + """
                order by last_seen_at desc, epc
                limit ?
                """, UnknownTags::map, tenant, limit);
    }

    /** Those of them written since then, inclusive, in the order of their last change. */
    static List<Unknown> changedSince(Connection connection, String tenant, Instant since, int limit)
            throws SQLException {
        return Sql.query(connection, STILL_UNKNOWN + """
                  and updated_at >= ?
                order by updated_at, epc
                limit ?
                """, UnknownTags::map, tenant, since, limit);
    }

    static Unknown map(ResultSet row) throws SQLException {
        return new Unknown(
                row.getString("tenant"),
                row.getString("epc"),
                row.getString("key"),
                Sql.instant(row, "first_seen_at"),
                Sql.instant(row, "last_seen_at"),
                row.getString("reader"),
                row.getInt("antenna"),
                row.getString("place"));
    }
}
