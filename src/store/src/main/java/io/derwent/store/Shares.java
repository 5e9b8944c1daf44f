package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code share}: an organisation lets another see its patients, or a place of its own with all that lies in it. The row
 * policies of every table consult it, of places by way of {@link Places#spreadShares}; it gives sight, not the right to write.
 */
public final class Shares {
    private Shares() {}

    /**
     * A share in force.
     *
     * @param tenant   who lets see
     * @param toTenant who may see
     * @param patient  whom; null, and no place: every patient of {@code tenant}, now and later
     * @param place    which place, with all that lies in it, now and later; null: a share of patients
     */
    public record Share(
            String tenant,
            String id,
            String toTenant,
            @Nullable String patient,
            @Nullable String place,
            String reason,
            String createdBy,
            Instant createdAt) {}

    /**
     * Declares a share; run in the transaction of {@code share.tenant()}. False if the same is in force already, and nothing
     * changes.
     */
    public static boolean declare(Connection connection, Share share) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into share (tenant, id, to_tenant, patient, place, reason, created_by, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        share.tenant(),
                        share.id(),
                        share.toTenant(),
                        share.patient(),
                        share.place(),
                        share.reason(),
                        share.createdBy(),
                        share.createdAt())
                == 1;
    }

    /** Ends a share; the other organisation sees nothing of it from the next transaction on. False if none is in force. */
    public static boolean end(Connection connection, String tenant, String id, Instant at) throws SQLException {
        return Sql.update(
                        connection,
                        "update share set ended_at = ? where tenant = ? and id = ? and ended_at is null",
                        at,
                        tenant,
                        id)
                == 1;
    }

    /** Shares of patients in force that the transaction's tenant gives or is given. */
    public static List<Share> inForce(Connection connection) throws SQLException {
        return Sql.query(connection, """
                select * from share where ended_at is null and place is null
                order by tenant, to_tenant, patient nulls first
                """, Shares::map);
    }

    /** Shares in force, of patients and of places, that the transaction's tenant gives or is given, the newest first. */
    public static List<Share> list(Connection connection, int limit) throws SQLException {
        return Sql.query(
                connection,
                "select * from share where ended_at is null order by created_at desc, tenant, id limit ?",
                Shares::map,
                limit);
    }

    /** The share in force of this id that the transaction's tenant gives or is given. */
    public static Optional<Share> find(Connection connection, String id) throws SQLException {
        return Sql.first(connection, "select * from share where id = ? and ended_at is null", Shares::map, id);
    }

    /** The share in force of this place itself with this tenant. */
    public static Optional<Share> ofPlace(Connection connection, String tenant, String place, String toTenant)
            throws SQLException {
        return Sql.first(
                connection,
                "select * from share where tenant = ? and place = ? and to_tenant = ? and ended_at is null",
                Shares::map,
                tenant,
                place,
                toTenant);
    }

    private static Share map(ResultSet row) throws SQLException {
        return new Share(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("to_tenant"),
                row.getString("patient"),
                row.getString("place"),
                row.getString("reason"),
                row.getString("created_by"),
                Sql.instant(row, "created_at"));
    }
}
