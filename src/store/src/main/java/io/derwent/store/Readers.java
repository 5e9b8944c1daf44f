package io.derwent.store;

import io.derwent.model.OwnedId;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Tables {@code reader} and {@code reader_antenna}: which devices are readers, and which place each antenna watched when. A
 * reader is stored whole, ready for {@code derwent.readers}. When it was heard of is in {@link ReaderStatuses}.
 *
 * <p>Readers that another organisation lets this one see, at places it shares, are read in this one's words ({@link OwnedId}),
 * with no other places than these.
 */
public final class Readers {
    /** Twice the tenant that looks; of another's reader the place it hangs at counts only if that is shared. */
    private static final String IN_WORDS_OF_TENANT = """
            select tenant, version, silent_after_seconds,
                   case when tenant = ? then device else device || '@' || tenant end as called,
                   case when tenant = ? then place
                        when is_place_shared(tenant, place) then place || '@' || tenant end as hangs_at
            from reader
            """;

    private Readers() {}

    /** One antenna cannot watch two places at one time; the message names both. */
    public static final class Overlapping extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overlapping(String message) {
            super(message);
        }
    }

    /**
     * Stores a new reader; false if this device is one already, and nothing changes.
     *
     * @throws Overlapping if an antenna watches two places at one time; nothing changes
     */
    public static boolean create(Connection connection, ReaderPlaces reader) throws SQLException {
        refuseOverlaps(reader.antennas());
        int created = Sql.update(
                connection,
                """
                insert into reader (tenant, device, version, place, silent_after_seconds) values (?, ?, ?, ?, ?)
                on conflict do nothing
                """,
                reader.tenant(),
                reader.device(),
                reader.version(),
                reader.place(),
                reader.silentAfterSeconds());
        if (created == 0) {
            return false;
        }
        addAntennas(connection, reader);
        return true;
    }

    /**
     * Replaces the version before this one, all antennas included; false if that is not the one stored, and nothing changes.
     *
     * @throws Overlapping if an antenna watches two places at one time; nothing changes
     */
    public static boolean change(Connection connection, ReaderPlaces reader) throws SQLException {
        refuseOverlaps(reader.antennas());
        int changed = Sql.update(
                connection,
                """
                update reader set version = ?, place = ?, silent_after_seconds = ?, updated_at = now()
                where tenant = ? and device = ? and version = ?
                """,
                reader.version(),
                reader.place(),
                reader.silentAfterSeconds(),
                reader.tenant(),
                reader.device(),
                reader.version() - 1);
        if (changed == 0) {
            return false;
        }
        Sql.update(
                connection,
                "delete from reader_antenna where tenant = ? and device = ?",
                reader.tenant(),
                reader.device());
        addAntennas(connection, reader);
        return true;
    }

    public static Optional<ReaderPlaces> find(Connection connection, String tenant, String device) throws SQLException {
        return ofDevices(connection, tenant, List.of(device)).stream().findFirst();
    }

    /** Those of these devices, as the tenant calls them, that are readers it may see, in order of device. */
    public static List<ReaderPlaces> ofDevices(Connection connection, String tenant, Collection<String> devices)
            throws SQLException {
        OwnedIds owned = OwnedIds.read(devices, tenant);
        return withAntennas(
                connection,
                tenant,
                Sql.query(
                        connection,
                        IN_WORDS_OF_TENANT
                                + "where (tenant, device) in (select * from unnest(?::text[], ?::text[])) order by called",
                        Readers::map,
                        tenant,
                        tenant,
                        owned.tenants(),
                        owned.ids()));
    }

    /**
     * An organisation's readers, and those others let it see, in order of device.
     *
     * @param after device the page before ended with; empty for the first
     */
    public static List<ReaderPlaces> list(Connection connection, String tenant, Optional<String> after, int limit)
            throws SQLException {
        return withAntennas(
                connection,
                tenant,
                Sql.query(
                        connection,
                        "select * from (" + IN_WORDS_OF_TENANT + """
                        where tenant in (select current_tenant()
                                         union select tenant from share where ended_at is null and place is not null)
                        ) as seen
                        where called > ? order by called limit ?
                        """,
                        Readers::map,
                        tenant,
                        tenant,
                        after.orElse(""),
                        limit));
    }

    private static List<ReaderPlaces> withAntennas(Connection connection, String tenant, List<ReaderPlaces> readers)
            throws SQLException {
        Map<String, List<Antenna>> antennas = new HashMap<>();
        OwnedIds owned =
                OwnedIds.read(readers.stream().map(ReaderPlaces::device).toList(), tenant);
        Sql.query(
                connection,
                """
                select * from reader_antenna
                where (tenant, device) in (select * from unnest(?::text[], ?::text[]))
                order by tenant, device, ordinal
                """,
                row -> antennas.computeIfAbsent(inWordsOf(tenant, row, "device"), device -> new ArrayList<>())
                        .add(antenna(row, tenant)),
                owned.tenants(),
                owned.ids());
        return readers.stream()
                .map(reader -> new ReaderPlaces(
                        reader.tenant(),
                        reader.device(),
                        reader.version(),
                        reader.place(),
                        reader.silentAfterSeconds(),
                        antennas.getOrDefault(reader.device(), List.of())))
                .toList();
    }

    private static void addAntennas(Connection connection, ReaderPlaces reader) throws SQLException {
        List<Antenna> antennas = reader.antennas();
        Sql.update(
                connection,
                """
                insert into reader_antenna (tenant, device, ordinal, antenna, place, valid_from, valid_to)
                select ?, ?, row.ordinal, row.antenna, row.place, row.valid_from, row.valid_to
                from unnest(?::int[], ?::text[], ?::timestamptz[], ?::timestamptz[])
                    with ordinality as row (antenna, place, valid_from, valid_to, ordinal)
                """,
                reader.tenant(),
                reader.device(),
                Sql.integers(antennas, Antenna::antenna),
                Sql.texts(antennas, Antenna::place),
                Sql.texts(antennas, Antenna::from),
                Sql.texts(antennas, Antenna::to));
    }

    private static void refuseOverlaps(List<Antenna> antennas) {
        List<Antenna> ordered = antennas.stream()
                .sorted(Comparator.comparing(Antenna::antenna).thenComparing(Antenna::from))
                .toList();
        for (int i = 1; i < ordered.size(); i++) {
            Antenna earlier = ordered.get(i - 1);
            Antenna later = ordered.get(i);
            if (earlier.antenna() == later.antenna() && earlier.covers(later.from())) {
                throw new Overlapping("antenna %d watches %s from %s to %s, and %s from %s"
                        .formatted(
                                later.antenna(),
                                earlier.place(),
                                earlier.from(),
                                Objects.requireNonNullElse(earlier.to(), "further notice"),
                                later.place(),
                                later.from()));
            }
        }
    }

    private static ReaderPlaces map(ResultSet row) throws SQLException {
        return new ReaderPlaces(
                row.getString("tenant"),
                row.getString("called"),
                row.getLong("version"),
                row.getString("hangs_at"),
                row.getObject("silent_after_seconds", Integer.class),
                List.of());
    }

    private static Antenna antenna(ResultSet row, String tenant) throws SQLException {
        return new Antenna(
                row.getInt("antenna"),
                inWordsOf(tenant, row, "place"),
                Sql.instant(row, "valid_from"),
                Sql.instantOrNull(row, "valid_to"));
    }

    private static String inWordsOf(String tenant, ResultSet row, String column) throws SQLException {
        return new OwnedId(row.getString("tenant"), row.getString(column)).in(tenant);
    }
}
