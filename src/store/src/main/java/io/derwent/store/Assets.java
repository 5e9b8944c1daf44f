package io.derwent.store;

import io.derwent.model.Asset;
import io.derwent.model.Mobility;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return true;
    }

    public static Optional<Asset> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(connection, "select * from asset where tenant = ? and id = ?", Assets::map, tenant, id);
    }

    /** Where a list goes on: behind this name and id. */
    public record After(String name, String id) {}

    /**
     * Things by name: those with one of these keys, or with every one of these words in their name, type, number, keys or
     * tags. Scrapped ones too; they say so.
     *
     * @param keys  as {@link Asset.Key#text()} has them; where one fits, words do not count
     * @param words in lower case; with neither keys nor words, all things
     * @param after where the page before ended; empty for the first
     */
    public static List<Asset> search(
            Connection connection,
            String tenant,
            Collection<String> keys,
            Collection<String> words,
            Optional<After> after,
            int limit)
            throws SQLException {
        return Sql.query(
                connection,
                """
                with known as (select asset from asset_tag where tenant = ? and tag = any (?))
                select * from asset
                where tenant = ? and (name, id) > (?, ?)
                  and (id in (select asset from known)
                       or not exists (select from known)
                          and not exists (select from unnest(?::text[]) as word
                                          where position(word in lower(concat_ws(' ', name, type, number,
                                                                                 array_to_string(keys, ' '),
                                                                                 array_to_string(epcs, ' ')))) = 0))
                order by name, id
                limit ?
                """,
                Assets::map,
                tenant,
                keys.toArray(String[]::new),
                tenant,
                after.map(After::name).orElse(""),
                after.map(After::id).orElse(""),
                words.toArray(String[]::new),
                limit);
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
