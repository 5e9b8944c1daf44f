package io.derwent.store;

import io.derwent.model.Asset;
import io.derwent.model.Mobility;
import io.derwent.model.OwnedId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code asset} and {@code asset_tag}: every piece of equipment in its newest version, and by which keys and tags it is
 * known. What {@link Asset#version()} the row has goes to {@code derwent.assets} with all of it.
 */
public final class Assets {
    private Assets() {}

    /** A key or tag is on another thing already; the message names both. */
    public static final class Taken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Taken(String message) {
            super(message);
        }
    }

    /**
     * Stores a new thing; false if there is one with this id, and nothing changes.
     *
     * @throws Taken if another thing has one of its keys or tags; the transaction must not be committed then
     */
    public static boolean create(Connection connection, Asset asset) throws SQLException {
        int created = Sql.update(
                connection,
                """
                insert into asset (tenant, id, version, name, type, number, keys, epcs, mobility, active)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                asset.tenant(),
                asset.id(),
                asset.version(),
                asset.name(),
                asset.type(),
                asset.number(),
                keys(asset),
                asset.epcs().toArray(String[]::new),
                asset.mobility().code(),
                asset.active());
        if (created == 0) {
            return false;
        }
        addTags(connection, asset);
        EquipmentChanges.tell(connection, asset.tenant());
        return true;
    }

    /**
     * Replaces the version before this one; false if that is not the one stored, and nothing changes.
     *
     * @throws Taken if another thing has one of its keys or tags; the transaction must not be committed then
     */
    public static boolean change(Connection connection, Asset asset) throws SQLException {
        int changed = Sql.update(
                connection,
                """
                update asset
                set version = ?, name = ?, type = ?, number = ?, keys = ?, epcs = ?, mobility = ?, active = ?,
                    updated_at = now()
                where tenant = ? and id = ? and version = ?
                """,
                asset.version(),
                asset.name(),
                asset.type(),
                asset.number(),
                keys(asset),
                asset.epcs().toArray(String[]::new),
                asset.mobility().code(),
                asset.active(),
                asset.tenant(),
                asset.id(),
                asset.version() - 1);
        if (changed == 0) {
            return false;
        }
        Sql.update(connection, "delete from asset_tag where tenant = ? and asset = ?", asset.tenant(), asset.id());
        addTags(connection, asset);
        EquipmentChanges.tell(connection, asset.tenant());
        return true;
    }

    public static Optional<Asset> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(connection, "select * from asset where tenant = ? and id = ?", Assets::map, tenant, id);
    }

    /** Where a list goes on: behind this name and id. */
    public record After(String name, String id) {}

    /**
     * Which things are looked for; what is empty or null asks nothing.
     *
     * @param keys   as {@link Asset.Key#text()} has them; where one fits, words do not count
     * @param words  in lower case; each must be in the name, type, number, keys or tags
     * @param type   as {@link Asset#type()} has it
     * @param place  the thing was last seen there, or in a place that lies in it
     * @param reader which reader saw it last
     */
    public record Search(
            List<String> keys,
            List<String> words,
            @Nullable String type,
            @Nullable String place,
            @Nullable String reader) {
        public Search {
            keys = List.copyOf(keys);
            words = List.copyOf(words);
        }
    }

    /**
     * Things by name. Scrapped ones too; they say so.
     *
     * @param after where the page before ended; empty for the first
     */
    public static List<Asset> search(
            Connection connection, String tenant, Search search, Optional<After> after, int limit) throws SQLException {
        OwnedId place = OwnedId.read(Optional.ofNullable(search.place()).orElse(""), tenant);
        return Sql.query(
                connection,
                """
                with recursive known as (select asset from asset_tag where tenant = ? and tag = any (?)),
                within as (
                    select tenant, id from place where tenant = ? and id = ?
                    union all
                    select place.tenant, place.id
                    from within join place on place.tenant = within.tenant and place.parent = within.id
                )
                select * from asset
                where tenant = ? and (name, id) > (?, ?)
                  and (id in (select asset from known)
                       or not exists (select from known)
                          and not exists (select from unnest(?::text[]) as word
                                          where position(word in lower(concat_ws(' ', name, type, number,
                                                                                 array_to_string(keys, ' '),
                                                                                 array_to_string(epcs, ' ')))) = 0))
                  and (?::text is null or type = ?)
                  and (?::text is null
                       or id in (select asset from whereabouts where tenant = ? and place in (select id || ? from within)))
                  and (?::text is null or id in (select asset from whereabouts where tenant = ? and reader = ?))
                order by name, id
                limit ?
                """,
                Assets::map,
                tenant,
                search.keys().toArray(String[]::new),
                place.tenant(),
                place.id(),
                tenant,
                after.map(After::name).orElse(""),
                after.map(After::id).orElse(""),
                search.words().toArray(String[]::new),
                search.type(),
                search.type(),
                search.place(),
                tenant,
                place.tenant().equals(tenant) ? "" : "@" + place.tenant(),
                search.reader(),
                tenant,
                search.reader(),
                limit);
    }

    /** Those of these things that there are, in no order. */
    public static List<Asset> ofIds(Connection connection, String tenant, Collection<String> ids) throws SQLException {
        return Sql.query(
                connection,
                "select * from asset where tenant = ? and id = any (?)",
                Assets::map,
                tenant,
                ids.toArray(String[]::new));
    }

    /** What kinds of things an organisation has in use, in its own words, in order. */
    public static List<String> types(Connection connection, String tenant) throws SQLException {
        return Sql.query(
                connection,
                "select distinct type from asset where tenant = ? and active order by type",
                row -> row.getString("type"),
                tenant);
    }

    private static void addTags(Connection connection, Asset asset) throws SQLException {
        if (!asset.active()) {
            return;
        }
        String[] tags = Stream.concat(asset.keys().stream().map(Asset.Key::text), asset.epcs().stream())
                .distinct()
                .sorted()
                .toArray(String[]::new);
        Sql.update(connection, """
                insert into asset_tag (tenant, tag, asset) select ?, tag, ? from unnest(?::text[]) as tag
                on conflict do nothing
                """, asset.tenant(), asset.id(), tags);
        List<String> taken = Sql.query(
                connection,
                "select * from asset_tag where tenant = ? and tag = any (?) and asset <> ? order by tag",
                row -> row.getString("tag") + " is on " + row.getString("asset"),
                asset.tenant(),
                tags,
                asset.id());
        if (!taken.isEmpty()) {
            throw new Taken(taken.stream().collect(Collectors.joining(", ")) + " already, not on " + asset.id());
        }
    }

    private static Asset map(ResultSet row) throws SQLException {
        return new Asset(
                row.getString("tenant"),
                row.getString("id"),
                row.getLong("version"),
                row.getString("name"),
                row.getString("type"),
                row.getString("number"),
                Sql.textList(row, "keys").stream().map(Assets::key).toList(),
                Sql.textList(row, "epcs"),
                mobility(row),
                row.getBoolean("active"));
    }

    static Mobility mobility(ResultSet row) throws SQLException {
        return Mobility.valueOf(row.getString("mobility").toUpperCase(Locale.ROOT));
    }

    private static String[] keys(Asset asset) {
        return asset.keys().stream().map(Asset.Key::text).toArray(String[]::new);
    }

    /** Reads what {@link Asset.Key#text()} writes. */
    private static Asset.Key key(String text) {
        int end = text.indexOf(')');
        return new Asset.Key(text.substring(1, end), text.substring(end + 1));
    }
}
