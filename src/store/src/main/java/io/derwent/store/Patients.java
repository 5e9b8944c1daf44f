package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Table {@code patient}. */
public final class Patients {
    private Patients() {}

    /**
     * A person we look after.
     *
     * @param tenant    the organisation that looks after them
     * @param nhsNumber ten digits, or null where it is not known
     */
    public record Patient(
            String tenant,
            String id,
            String givenName,
            String familyName,
            @Nullable String nhsNumber,
            @Nullable LocalDate dateOfBirth) {}

    /** Inserts; false if the id or the NHS number is taken in this tenant, and nothing changes. */
    public static boolean create(Connection connection, Patient patient) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into patient (tenant, id, given_name, family_name, nhs_number, date_of_birth)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        patient.tenant(),
                        patient.id(),
                        patient.givenName(),
                        patient.familyName(),
                        patient.nhsNumber(),
                        patient.dateOfBirth())
                == 1;
    }

    /** The patient, if the transaction's tenant may see them. */
    public static Optional<Patient> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(connection, "select * from patient where tenant = ? and id = ?", Patients::map, tenant, id);
    }

    /** Those of these patients of a tenant that the transaction's tenant may see, by id. */
    public static Map<String, Patient> named(Connection connection, String tenant, Collection<String> ids)
            throws SQLException {
        return Sql.query(
                        connection,
                        "select * from patient where tenant = ? and id = any (?)",
                        Patients::map,
                        tenant,
                        ids.toArray(String[]::new))
                .stream()
                .collect(Collectors.toMap(Patient::id, patient -> patient));
    }

    /**
     * Every patient of this id the transaction's tenant may see: its own and those shared with it. For addresses that name
     * a patient without the tenant; more than one only if a sharing tenant uses the same id.
     */
    public static List<Patient> visible(Connection connection, String id) throws SQLException {
        return Sql.query(connection, """
                select * from patient
                where id = ? and tenant in (select current_tenant() union select tenant from share where ended_at is null)
                order by tenant <> current_tenant(), tenant
                """, Patients::map, id);
    }

    /** Patients the transaction's tenant may see, its own and those shared with it, by family name. */
    public static List<Patient> list(Connection connection, int limit) throws SQLException {
        return list(connection, Optional.empty(), limit);
    }

    /** Those of {@link #list} that come after this one; empty: from the beginning. */
    public static List<Patient> list(Connection connection, Optional<Patient> after, int limit) throws SQLException {
        return Sql.query(
                connection,
                """
                select * from patient
                where tenant in (select current_tenant() union select tenant from share where ended_at is null)
                  and (?::text is null or (family_name, given_name, tenant, id) > (?, ?, ?, ?))
                order by family_name, given_name, tenant, id
                limit ?
                """,
                Patients::map,
                after.map(Patient::id).orElse(null),
                after.map(Patient::familyName).orElse(null),
                after.map(Patient::givenName).orElse(null),
                after.map(Patient::tenant).orElse(null),
                after.map(Patient::id).orElse(null),
                limit);
    }

    private static Patient map(ResultSet row) throws SQLException {
        return new Patient(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getString("nhs_number"),
                row.getObject("date_of_birth", LocalDate.class));
    }
}
