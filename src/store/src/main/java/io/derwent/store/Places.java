package io.derwent.store;

import io.derwent.model.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Table {@code place}: sites and what lies in them, in their newest version. */
public final class Places {
    private Places() {}

    /** Stores a new place; false if there is one with this number and extension, and nothing changes. */
    public static boolean create(Connection connection, Place place) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into place (tenant, id, version, gln, extension, name, site, parent, active)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        place.tenant(),
                        place.id(),
                        place.version(),
                        place.gln(),
                        place.extension(),
                        place.name(),
                        place.site(),
                        place.parent(),
                        place.active())
                == 1;
    }

    /** Replaces the version before this one; false if that is not the one stored, and nothing changes. */
    public static boolean change(Connection connection, Place place) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        update place set version = ?, name = ?, site = ?, parent = ?, active = ?, updated_at = now()
                        where tenant = ? and id = ? and version = ?
                        """,
                        place.version(),
                        place.name(),
                        place.site(),
                        place.parent(),
                        place.active(),
                        place.tenant(),
                        place.id(),
                        place.version() - 1)
                == 1;
    }

    public static Optional<Place> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(connection, "select * from place where tenant = ? and id = ?", Places::map, tenant, id);
    }

    /** Those of these places that there are, in no order. */
    public static List<Place> ofIds(Connection connection, String tenant, Collection<String> ids) throws SQLException {
        return Sql.query(
                connection,
                "select * from place where tenant = ? and id = any (?)",
                Places::map,
                tenant,
                ids.toArray(String[]::new));
    }

    /** The place and all it lies in, innermost first; empty if there is no such place. */
    public static List<String> upwards(Connection connection, String tenant, String id) throws SQLException {
        return Sql.query(connection, """
                with recursive up as (
                    select id, parent, 0 as steps from place where tenant = ? and id = ?
                    union all
                    select place.id, place.parent, up.steps + 1 from up join place on place.tenant = ? and place.id = up.parent
                )
                select id from up order by steps
                """, row -> row.getString("id"), tenant, id, tenant);
    }

    /** Where a list goes on: behind this name and id. */
    public record After(String name, String id) {}

    /**
     * An organisation's places by name, closed ones too.
     *
     * @param after where the page before ended; empty for the first
     */
    public static List<Place> list(Connection connection, String tenant, Optional<After> after, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select * from place where tenant = ? and (name, id) > (?, ?) order by name, id limit ?",
                Places::map,
                tenant,
                after.map(After::name).orElse(""),
                after.map(After::id).orElse(""),
                limit);
    }

    private static Place map(ResultSet row) throws SQLException {
        return new Place(
                row.getString("tenant"),
                row.getLong("version"),
                row.getString("gln"),
                row.getString("extension"),
                row.getString("name"),
                row.getString("site"),
                row.getString("parent"),
                row.getBoolean("active"));
    }
}
