package io.derwent.store;

import io.derwent.model.OwnedId;
import io.derwent.model.ReaderStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Table {@code reader_status}: when each reader was heard of. Written by the assets job, read by the console. */
public final class ReaderStatuses {
    /** Of two words on one reader, the one that knows of a later sign of life, or that none came since. */
    private static final Comparator<ReaderStatus> BY_NEWS =
            Comparator.comparing(ReaderStatus::lastHeardAt).thenComparing(status -> status.silentSince() != null);

    private ReaderStatuses() {}

    /**
     * Writes a batch: the newest word on each reader stays, in whatever order they come, and however often.
     *
     * @return rows inserted or overwritten
     */
    public static int write(Connection connection, Collection<ReaderStatus> statuses) throws SQLException {
        List<ReaderStatus> batch = Batch.newest(statuses, status -> List.of(status.tenant(), status.reader()), BY_NEWS);
        if (batch.isEmpty()) {
            return 0;
        }
        int written = Sql.update(
                connection,
                """
                insert into reader_status (tenant, device, continuous, heard_since, last_heard_at, silent_since)
                select * from unnest(?::text[], ?::text[], ?::boolean[], ?::timestamptz[], ?::timestamptz[],
                                     ?::timestamptz[])
                on conflict (tenant, device) do update
                set continuous = excluded.continuous, heard_since = excluded.heard_since,
                    last_heard_at = excluded.last_heard_at, silent_since = excluded.silent_since, updated_at = now()
                where (excluded.last_heard_at, excluded.silent_since is not null)
                          >= (reader_status.last_heard_at, reader_status.silent_since is not null)
                  and (excluded.continuous, excluded.heard_since, excluded.last_heard_at, excluded.silent_since)
                          is distinct from (reader_status.continuous, reader_status.heard_since,
                                            reader_status.last_heard_at, reader_status.silent_since)
                """,
                Sql.texts(batch, ReaderStatus::tenant),
                Sql.texts(batch, ReaderStatus::reader),
                Sql.booleans(batch, ReaderStatus::continuous),
                Sql.texts(batch, ReaderStatus::heardSince),
                Sql.texts(batch, ReaderStatus::lastHeardAt),
                Sql.texts(batch, ReaderStatus::silentSince));
        if (written > 0) {
            EquipmentChanges.tell(connection, Sql.texts(batch, ReaderStatus::tenant));
        }
        return written;
    }

    /** What is known of these readers, by device as the tenant calls them; those never heard of, or not to be seen, are absent. */
    public static Map<String, ReaderStatus> ofReaders(Connection connection, String tenant, Collection<String> devices)
            throws SQLException {
        Map<String, ReaderStatus> statuses = new HashMap<>();
        OwnedIds owned = OwnedIds.read(devices, tenant);
        Sql.query(
                connection,
                "select * from reader_status where (tenant, device) in (select * from unnest(?::text[], ?::text[]))",
                row -> {
                    ReaderStatus status = map(row);
                    return statuses.put(new OwnedId(status.tenant(), status.reader()).in(tenant), status);
                },
                owned.tenants(),
                owned.ids());
        return statuses;
    }

    static ReaderStatus map(ResultSet row) throws SQLException {
        return new ReaderStatus(
                row.getString("tenant"),
                row.getString("device"),
                row.getBoolean("continuous"),
                Sql.instant(row, "heard_since"),
                Sql.instant(row, "last_heard_at"),
                Sql.instantOrNull(row, "silent_since"));
    }
}
