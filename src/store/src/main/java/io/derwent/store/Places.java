package io.derwent.store;

import io.derwent.model.Place;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code place}: sites and what lies in them, in their newest version. */
public final class Places {
    private Places() {}

    /** Stores a new place; false if there is one with this number and extension, and nothing changes. */
    public static boolean create(Connection connection, Place place) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into place (tenant, id, version, gln, extension, name, site, parent, active, shared_with)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
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
                        place.active(),
                        sharedWith(place))
                == 1;
    }

    /** Replaces the version before this one; false if that is not the one stored, and nothing changes. */
    public static boolean change(Connection connection, Place place) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        update place set version = ?, name = ?, site = ?, parent = ?, active = ?, shared_with = ?, updated_at = now()
                        where tenant = ? and id = ? and version = ?
                        """,
                        place.version(),
                        place.name(),
                        place.site(),
                        place.parent(),
                        place.active(),
                        sharedWith(place),
                        place.tenant(),
                        place.id(),
                        place.version() - 1)
                == 1;
    }

    /**
     * One writer at a time, until the transaction ends, of where an organisation's places lie and whom they are shared with:
     * whoever changes either takes this first.
     */
    public static void lock(Connection connection, String tenant) throws SQLException {
        Sql.query(
                connection,
                "select pg_advisory_xact_lock(hashtextextended('places of ' || ?, 0))",
                row -> true,
                tenant);
    }

    /** With whom this place itself is shared, and the place it lies in, if any: what {@link Place#sharedWith} has to say. */
    public static List<String> sharedWith(Connection connection, String tenant, String id, @Nullable String parent)
            throws SQLException {
        return Sql.query(connection, """
                select to_tenant as shared_with from share where tenant = ? and place = ? and ended_at is null
                union
                select unnest(shared_with) from place where tenant = ? and id = ?
                """, row -> row.getString("shared_with"), tenant, id, tenant, parent);
    }

    /**
     * Makes a place and all that lies in it say whom they are shared with, after a share began or ended or the place moved;
     * each one that says something new has a new version.
     *
     * @return those that changed, to be told, in no order
     */
    public static List<Place> spreadShares(Connection connection, String tenant, String id) throws SQLException {
        return Sql.query(connection, """
                with recursive under as (
                    select id from place where tenant = ? and id = ?
                    union all
                    select place.id from under join place on place.tenant = ? and place.parent = under.id
                ), lineage as (
                    select id, id as above from under
                    union all
                    select lineage.id, place.parent
                    from lineage join place on place.tenant = ? and place.id = lineage.above and place.parent is not null
                ), wanted as (
                    select id, array(select distinct share.to_tenant
                                     from lineage join share on share.tenant = ? and share.place = lineage.above
                                     where lineage.id = under.id and share.ended_at is null
                                     order by share.to_tenant) as shared_with
                    from under
                )
                update place
                set shared_with = wanted.shared_with, version = version + 1, updated_at = now()
                from wanted
                where place.tenant = ? and place.id = wanted.id
                  and not (place.shared_with <@ wanted.shared_with and place.shared_with @> wanted.shared_with)
                returning place.*
                """, Places::map, tenant, id, tenant, tenant, tenant, tenant);
    }

    public static Optional<Place> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(connection, "select * from place where tenant = ? and id = ?", Places::map, tenant, id);
    }

    /** Those of these places, as the tenant writes them, that there are and that it may see, in no order. */
    public static List<Place> ofIds(Connection connection, String tenant, Collection<String> ids) throws SQLException {
        OwnedIds owned = OwnedIds.read(ids, tenant);
        return Sql.query(
                connection,
                "select * from place where (tenant, id) in (select * from unnest(?::text[], ?::text[]))",
                Places::map,
                owned.tenants(),
                owned.ids());
    }

    /** Those of these places, as the tenant writes them, and all they lie in, that there are and that it may see, in no order. */
    public static List<Place> withAbove(Connection connection, String tenant, Collection<String> ids)
            throws SQLException {
        OwnedIds owned = OwnedIds.read(ids, tenant);
        return Sql.query(connection, """
                with recursive up as (
                    select * from place where (tenant, id) in (select * from unnest(?::text[], ?::text[]))
                    union
                    select place.* from up join place on place.tenant = up.tenant and place.id = up.parent
                )
                select * from up
                """, Places::map, owned.tenants(), owned.ids());
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

    /** Where a list goes on: behind this place. */
    public record After(String name, String id, String tenant) {
        public After(Place place) {
            this(place.name(), place.id(), place.tenant());
        }
    }

    /**
     * An organisation's own places by name, closed ones too.
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

    /**
     * The places of the transaction's tenant, and those others share with it, by name; closed ones too.
     *
     * @param after where the page before ended; empty for the first
     */
    public static List<Place> visible(Connection connection, Optional<After> after, int limit) throws SQLException {
        return Sql.query(
                connection,
                """
                select * from place
                where tenant in (select current_tenant()
                                 union select tenant from share where ended_at is null and place is not null)
                  and (name, id, tenant) > (?, ?, ?)
                order by name, id, tenant
                limit ?
                """,
                Places::map,
                after.map(After::name).orElse(""),
                after.map(After::id).orElse(""),
                after.map(After::tenant).orElse(""),
                limit);
    }

    private static String[] sharedWith(Place place) {
        return place.sharedWith().toArray(String[]::new);
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
                row.getBoolean("active"),
                Sql.textList(row, "shared_with"));
    }
}
