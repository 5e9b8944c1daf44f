package io.derwent.store;

import io.derwent.model.CarePlan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code care_plan}: every version ever decided, the highest in force. The plan's JSON is opaque here; {@code wire}
 * writes and reads it.
 */
public final class CarePlans {
    private CarePlans() {}

    /**
     * A stored version.
     *
     * @param json     the plan as on {@code derwent.care-plans}, a {@link CarePlan} for wire's codec
     * @param decision JSON object with what the clinician stated: owner, reason and review date of limits
     */
    public record Stored(
            String tenant,
            String patient,
            long version,
            String pathway,
            boolean active,
            String json,
            String decision,
            String decidedBy,
            Instant decidedAt) {}

    /**
     * The version a new plan of this patient must carry. Locks until the transaction ends, so that two new plans of one
     * patient come one after the other.
     */
    public static long nextVersion(Connection connection, String tenant, String patient) throws SQLException {
        PatientLock.take(connection, tenant, patient);
        return Sql.first(
                        connection,
                        "select coalesce(max(version), 0) + 1 as next from care_plan where tenant = ? and patient = ?",
                        row -> row.getLong("next"),
                        tenant,
                        patient)
                .orElseThrow();
    }

    /**
     * Stores a new version; false if the patient has this version already, and nothing changes.
     *
     * @param json      the plan as wire's codec writes it
     * @param decision  JSON object, {@code {}} if nothing was stated
     * @param decidedBy account id
     */
    public static boolean add(
            Connection connection, CarePlan plan, String json, String decision, String decidedBy, Instant decidedAt)
            throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into care_plan (tenant, patient, version, pathway, active, valid_from, plan, decision,
                                               decided_by, decided_at)
                        values (?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?)
                        on conflict do nothing
                        """,
                        plan.tenant(),
                        plan.patient(),
                        plan.version(),
                        plan.pathway(),
                        plan.active(),
                        plan.validFrom(),
                        json,
                        decision,
                        decidedBy,
                        decidedAt)
                == 1;
    }

    /** The plan in force. */
    public static Optional<Stored> current(Connection connection, String tenant, String patient) throws SQLException {
        return Sql.first(
                connection,
                "select * from care_plan where tenant = ? and patient = ? order by version desc limit 1",
                CarePlans::map,
                tenant,
                patient);
    }

    /** Whose plan. */
    public record Key(String tenant, String patient) {}

    /**
     * The patients whose active plan in force is on a pathway, or includes rules of it, in order.
     *
     * @param shared whether those are among them that other tenants share with the transaction's tenant
     */
    public static List<Key> onPathway(Connection connection, String pathway, boolean shared, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                """
                select tenant, patient
                from (select distinct on (tenant, patient) tenant, patient, pathway, active, decision from care_plan
                      where tenant = current_tenant()
                         or (? and tenant in (select tenant from share where ended_at is null))
                      order by tenant, patient, version desc) as newest
                where active
                  and (pathway = ?
                       or exists (select 1
                                  from jsonb_array_elements_text(coalesce(decision -> 'include', '[]')) as included
                                  where split_part(included, '/', 1) = ?))
                order by tenant, patient
                limit ?
                """,
                row -> new Key(row.getString("tenant"), row.getString("patient")),
                shared,
                pathway,
                pathway,
                limit);
    }

    /** All versions, newest first. */
    public static List<Stored> versions(Connection connection, String tenant, String patient) throws SQLException {
        return Sql.query(
                connection,
                "select * from care_plan where tenant = ? and patient = ? order by version desc",
                CarePlans::map,
                tenant,
                patient);
    }

    private static Stored map(ResultSet row) throws SQLException {
        return new Stored(
                row.getString("tenant"),
                row.getString("patient"),
                row.getLong("version"),
                row.getString("pathway"),
                row.getBoolean("active"),
                row.getString("plan"),
                row.getString("decision"),
                row.getString("decided_by"),
                Sql.instant(row, "decided_at"));
    }
}
