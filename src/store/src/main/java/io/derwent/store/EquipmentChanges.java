package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What changed about equipment, over the tables {@code asset}, {@code whereabouts}, {@code reader_status} and {@code
 * unknown_tag}. Every transaction that changes one of them notifies {@link #CHANNEL} once for each organisation with {@code
 * {"tenant","recordedAt"}}; whoever listens asks what changed since. {@code recordedAt} is the database's time at which the
 * transaction began, as in the rows.
 */
public final class EquipmentChanges {
    /** PostgreSQL channel to listen on ({@link Notifications}). */
    public static final String CHANNEL = "derwent_equipment";

    private EquipmentChanges() {}

    /** Tells when the transaction commits; PostgreSQL tells what is said twice in one transaction once. */
    static void tell(Connection connection, @Nullable String... tenants) throws SQLException {
        Sql.query(connection, """
                select pg_notify(?, json_build_object('tenant', tenant, 'recordedAt', now())::text)
                from (select distinct tenant from unnest(?::text[]) as tenant) as changed
                """, row -> true, CHANNEL, (Object) tenants);
    }

    /**
     * Things that changed, or were seen anew, in the order of their last change.
     *
     * @param since inclusive
     * @return ids
     */
    public static List<String> assets(Connection connection, String tenant, Instant since, int limit)
            throws SQLException {
        return Sql.query(connection, """
                select asset.id
                from (select id, updated_at from asset where tenant = ? and updated_at >= ?
                      union all
                      select asset, updated_at from whereabouts where tenant = ? and updated_at >= ?) as change
                join asset on asset.tenant = ? and asset.id = change.id
                group by asset.id
                order by max(change.updated_at), asset.id
                limit ?
                """, row -> row.getString("id"), tenant, since, tenant, since, tenant, limit);
    }

    /**
     * Readers that were heard of, or fell silent, in the order of their last change.
     *
     * @param since inclusive
     * @return device ids
     */
    public static List<String> readers(Connection connection, String tenant, Instant since, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select device from reader_status where tenant = ? and updated_at >= ? order by updated_at, device limit ?",
                row -> row.getString("device"),
                tenant,
                since,
                limit);
    }

    /**
     * Tags on nothing we know that were read, in the order of their last change.
     *
     * @param since inclusive
     */
    public static List<UnknownTags.Unknown> unknownTags(Connection connection, String tenant, Instant since, int limit)
            throws SQLException {
        return UnknownTags.changedSince(connection, tenant, since, limit);
    }
}
