package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Table {@code pathway}: every version of the pathways organisations have of their own, the highest of each in force. The
 * document is opaque here; {@code wire} reads it.
 */
public final class PathwayVersions {
    private PathwayVersions() {}

    /**
     * A stored version.
     *
     * @param document  the file as it was sent
     * @param decidedBy account id
     */
    public record Stored(
            String tenant, String code, int version, String document, String decidedBy, Instant decidedAt) {}

    /** Stores a new version; false if the organisation has it already, and nothing changes. */
    public static boolean add(Connection connection, Stored stored) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into pathway (tenant, code, version, document, decided_by, decided_at)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        stored.tenant(),
                        stored.code(),
                        stored.version(),
                        stored.document(),
                        stored.decidedBy(),
                        stored.decidedAt())
                == 1;
    }

    /** The newest version of each, by code. */
    public static List<Stored> newest(Connection connection, String tenant) throws SQLException {
        return Sql.query(
                connection,
                "select distinct on (code) * from pathway where tenant = ? order by code, version desc",
                PathwayVersions::map,
                tenant);
    }

    private static Stored map(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("tenant"),
                row.getString("code"),
                row.getInt("version"),
                row.getString("document"),
                row.getString("decided_by"),
                Sql.instant(row, "decided_at"));
    }
}
