package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Which devices stand behind which hub (Hono: gateway device), in the registry's table {@code device}: those that name it in
 * {@code via}, or name a group in {@code viaGroups} that it is a member of.
 */
public final class Hubs {
    private Hubs() {}

    /** Ids of the devices behind this hub, in order. */
    public static List<String> devicesBehind(Connection connection, String tenant, String hub) throws SQLException {
        return Sql.query(connection, """
                select device from device where tenant = ? and document -> 'via' ?? ?
                union
                select d.device from device d
                where d.tenant = ? and d.document -> 'viaGroups' ??| array(
                    select jsonb_array_elements_text(h.document -> 'memberOf') from device h
                    where h.tenant = ? and h.device = ?)
                order by 1""", row -> row.getString(1), tenant, hub, tenant, tenant, hub);
    }

    /** Ids of the hubs this device stands behind, in order; none for most. */
    public static List<String> of(Connection connection, String tenant, String device) throws SQLException {
        return Sql.query(connection, """
                select jsonb_array_elements_text(document -> 'via') from device where tenant = ? and device = ?
                union
                select h.device from device h
                where h.tenant = ? and h.document -> 'memberOf' ??| array(
                    select jsonb_array_elements_text(d.document -> 'viaGroups') from device d
                    where d.tenant = ? and d.device = ?)
                order by 1""", row -> row.getString(1), tenant, device, tenant, tenant, device);
    }

    /** The time on the database's clock when this transaction began, in microseconds since 1970. */
    public static long microsecondsNow(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "select (extract(epoch from now()) * 1000000)::bigint as micros",
                        row -> row.getLong("micros"))
                .orElseThrow();
    }
}
