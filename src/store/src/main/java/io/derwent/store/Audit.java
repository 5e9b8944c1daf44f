package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code audit}: who saw or did what, why and when. Nobody may change or delete a row. */
public final class Audit {
    private Audit() {}

    /**
     * One thing somebody saw or did.
     *
     * @param tenant        organisation of whoever did it; the platform's administrator acts for the tenant they named
     * @param id            of the entry; written twice, it is one
     * @param who           account id, or the name of a process
     * @param role          role they acted in
     * @param patientTenant whose patient it concerns; differs from {@code tenant} for a shared one, whose organisation then
     *     sees the entry too; null if it concerns no patient
     * @param patient       patient id, or null
     * @param what          code of the act: {@code patient.read}, {@code case.acknowledge}
     * @param why           reason given, or the path that allowed it: {@code own tenant}, {@code share …}
     * @param detail        what else explains it, by name
     */
    public record Entry(
            String tenant,
            String id,
            Instant at,
            String who,
            String role,
            @Nullable String patientTenant,
            @Nullable String patient,
            String what,
            String why,
            Map<String, String> detail) {
        public Entry {
            detail = Map.copyOf(detail);
        }
    }

    /** Appends; an entry that is there already stays as it is. */
    public static void append(Connection connection, Entry entry) throws SQLException {
        Sql.update(
                connection,
                """
                insert into audit (tenant, id, at, who, role, patient_tenant, patient, what, why, detail)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                on conflict do nothing
                """,
                entry.tenant(),
                entry.id(),
                entry.at(),
                entry.who(),
                entry.role(),
                entry.patientTenant(),
                entry.patient(),
                entry.what(),
                entry.why(),
                JsonColumns.texts(entry.detail()));
    }

    /** Entries about a patient between two times, newest first, acts of other tenants included. */
    public static List<Entry> ofPatient(
            Connection connection, String patientTenant, String patient, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.query(connection, """
                select * from audit
                where patient_tenant = ? and patient = ? and at >= ? and at < ?
                order by at desc, id
                limit ?
                """, Audit::map, patientTenant, patient, from, to, limit);
    }

    /** Entries of a tenant's people between two times, newest first. */
    public static List<Entry> ofTenant(Connection connection, String tenant, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                "select * from audit where tenant = ? and at >= ? and at < ? order by at desc, id limit ?",
                Audit::map,
                tenant,
                from,
                to,
                limit);
    }

    /**
     * What of it is looked for.
     *
     * @param who     account id, or the name of a process
     * @param patient id of a patient
     * @param what    code of an act
     * @param from    inclusive
     * @param to      exclusive
     */
    public record Search(
            Optional<String> who, Optional<String> patient, Optional<String> what, Instant from, Instant to) {}

    /** An entry's place in a list, newest first. */
    public record Place(Instant at, String id) {}

    /**
     * Entries of what the transaction's tenant's people did, and of what others did with its patients, newest first.
     *
     * @param after those that come after this one; empty: from the newest
     */
    public static List<Entry> search(Connection connection, Search search, Optional<Place> after, int limit)
            throws SQLException {
        String who = search.who().orElse(null);
        String patient = search.patient().orElse(null);
        String what = search.what().orElse(null);
        return Sql.query(
                connection,
                """
                select * from audit
                where (tenant = current_tenant() or patient_tenant = current_tenant())
                  and at >= ? and at < ?
                  and (?::text is null or who = ?) and (?::text is null or patient = ?) and (?::text is null or what = ?)
                  and (?::timestamptz is null or (at, id) < (?::timestamptz, ?))
                order by at desc, id desc
                limit ?
                """,
                Audit::map,
                search.from(),
                search.to(),
                who,
                who,
                patient,
                patient,
                what,
                what,
                after.map(Place::at).orElse(null),
                after.map(Place::at).orElse(null),
                after.map(Place::id).orElse(null),
                limit);
    }

    private static Entry map(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("tenant"),
                row.getString("id"),
                Sql.instant(row, "at"),
                row.getString("who"),
                row.getString("role"),
                row.getString("patient_tenant"),
                row.getString("patient"),
                row.getString("what"),
                row.getString("why"),
                JsonColumns.texts(row.getString("detail")));
    }
}
