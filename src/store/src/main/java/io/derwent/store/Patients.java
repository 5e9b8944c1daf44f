package io.derwent.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
            @Nullable LocalDate dateOfBirth,
            Care care) {}

    /**
     * Who looks after a patient, and how they are reached.
     *
     * @param team     id of the team; null: everybody of the organisation
     * @param place    where they live, as the service groups it: a care home, a village; empty if it is not known
     * @param phone    empty if it is not known, as {@code address} and {@code contact}
     * @param contact  somebody close to them, with the number
     * @param needs    codes of how they are to be told things
     * @param language ISO 639-1 code of the language they are told things in
     */
    public record Care(
            @Nullable String team,
            String place,
            String phone,
            String address,
            String contact,
            Set<String> needs,
            String language) {
        /** Nothing is known. */
        public static final Care UNKNOWN = new Care(null, "", "", "", "", Set.of(), "en");

        public Care {
            needs = Set.copyOf(needs);
        }
    }

    /** Inserts; false if the id or the NHS number is taken in this tenant, and nothing changes. */
    public static boolean create(Connection connection, Patient patient) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into patient (tenant, id, given_name, family_name, nhs_number, date_of_birth,
                                             team, place, phone, address, contact, needs, language)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """,
                        patient.tenant(),
                        patient.id(),
                        patient.givenName(),
                        patient.familyName(),
                        patient.nhsNumber(),
                        patient.dateOfBirth(),
                        patient.care().team(),
                        patient.care().place(),
                        patient.care().phone(),
                        patient.care().address(),
                        patient.care().contact(),
                        patient.care().needs().toArray(String[]::new),
                        patient.care().language())
                == 1;
    }

    /** Says anew who looks after a patient of this tenant and how they are reached; false if there is no such patient. */
    public static boolean setCare(Connection connection, String tenant, String id, Care care) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        update patient
                        set team = ?, place = ?, phone = ?, address = ?, contact = ?, needs = ?, language = ?,
                            updated_at = now()
                        where tenant = ? and id = ?
                        """,
                        care.team(),
                        care.place(),
                        care.phone(),
                        care.address(),
                        care.contact(),
                        care.needs().toArray(String[]::new),
                        care.language(),
                        tenant,
                        id)
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

    /** Patients the transaction's tenant may see, its own within reach and those shared with it, by family name. */
    public static List<Patient> list(Connection connection, Reach reach, int limit) throws SQLException {
        return list(connection, reach, Optional.empty(), limit);
    }

    /** Those of {@link #list} that come after this one; empty: from the beginning. */
    public static List<Patient> list(Connection connection, Reach reach, Optional<Patient> after, int limit)
            throws SQLException {
        return Sql.query(
                connection,
                """
                select * from patient
                where tenant in (select current_tenant() union select tenant from share where ended_at is null)
                  and (?::text is null or (family_name, given_name, tenant, id) > (?, ?, ?, ?))
                  and (tenant <> current_tenant() or ?::text[] is null or team is null or team = any (?) or id = any (?))
                order by family_name, given_name, tenant, id
                limit ?
                """,
                Patients::map,
                after.map(Patient::id).orElse(null),
                after.map(Patient::familyName).orElse(null),
                after.map(Patient::givenName).orElse(null),
                after.map(Patient::tenant).orElse(null),
                after.map(Patient::id).orElse(null),
                reach.teamIds(),
                reach.teamIds(),
                reach.patientIds(),
                limit);
    }

    private static Patient map(ResultSet row) throws SQLException {
        return new Patient(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("given_name"),
                row.getString("family_name"),
                row.getString("nhs_number"),
                row.getObject("date_of_birth", LocalDate.class),
                new Care(
                        row.getString("team"),
                        row.getString("place"),
                        row.getString("phone"),
                        row.getString("address"),
                        row.getString("contact"),
                        Set.copyOf(Sql.textList(row, "needs")),
                        row.getString("language")));
    }
}
