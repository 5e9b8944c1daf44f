package io.derwent.store;

import io.derwent.model.AlertAction;
import io.derwent.model.Ids;
import io.derwent.model.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Table {@code case_event}: what happened to each case, by an alert or by a person, appended only. */
public final class CaseEvents {
    /** For the alerts of a case that is given to somebody else, they take it. */
    private static final String ASSIGNED = "assigned";

    /** Kinds that are acts of people on the alerts of a case. */
    private static final String[] ACTS = Stream.concat(
                    Stream.of(ASSIGNED), Stream.of(AlertAction.Kind.values()).map(AlertAction.Kind::code))
            .toArray(String[]::new);

    private CaseEvents() {}

    /**
     * One thing that happened.
     *
     * @param id     id of the alert event or of the action that did it
     * @param kind   {@code opened}, {@code updated}, {@code alert_cleared}, {@code alert_withdrawn}, {@code reopened},
     *     {@code acknowledged}, {@code released}, {@code assigned}, {@code escalated}, {@code note_written}, {@code called},
     *     {@code snoozed}, {@code resolved}
     * @param who    account id; empty when an alert did it
     * @param alert  the alert concerned; null for an act on the whole case
     * @param detail by name: {@code outcome}, {@code note}, {@code until}, {@code severity}, {@code to}, {@code why},
     *     {@code result}
     */
    public record CaseEvent(
            String tenant,
            String id,
            String caseId,
            String patient,
            String kind,
            Instant at,
            String who,
            @Nullable String alert,
            Map<String, String> detail) {
        public CaseEvent {
            detail = Map.copyOf(detail);
        }
    }

    /** The case's history, oldest first. */
    public static List<CaseEvent> ofCase(Connection connection, String tenant, String caseId) throws SQLException {
        return Sql.query(
                connection,
                "select * from case_event where tenant = ? and case_id = ? order by at, recorded_at, id",
                row -> new CaseEvent(
                        row.getString("tenant"),
                        row.getString("id"),
                        row.getString("case_id"),
                        row.getString("patient"),
                        row.getString("kind"),
                        Sql.instant(row, "at"),
                        row.getString("who"),
                        row.getString("alert"),
                        JsonColumns.texts(row.getString("detail"))),
                tenant,
                caseId);
    }

    /**
     * What people did about a patient's alerts from {@code since} on, oldest first: an act on a case is one on each of its
     * alerts there was by then.
     */
    public static List<AlertAction> actions(Connection connection, String tenant, String patient, Instant since)
            throws SQLException {
        return Sql.query(connection, """
                select event.id, event.kind, event.at, event.who, event.detail, alert.id as alert
                from patient_case
                join case_event as event on event.tenant = patient_case.tenant and event.case_id = patient_case.id
                join alert on alert.tenant = patient_case.tenant and alert.case_id = patient_case.id
                where patient_case.tenant = ? and patient_case.patient = ? and patient_case.updated_at >= ?
                  and event.at >= ? and event.kind = any (?) and event.who <> ''
                  and exists (select from alert_event as step
                              where step.tenant = alert.tenant and step.alert = alert.id and step.at <= event.at)
                order by event.at, event.id, alert.id
                """, row -> action(row, tenant, patient), tenant, patient, since, since, ACTS);
    }

    private static AlertAction action(ResultSet row, String tenant, String patient) throws SQLException {
        Map<String, String> detail = JsonColumns.texts(row.getString("detail"));
        String until = detail.get("until");
        String kind = row.getString("kind");
        String alert = row.getString("alert");
        return new AlertAction(
                Ids.of("alert-action", row.getString("id"), alert),
                tenant,
                Subject.patient(patient),
                alert,
                kind.equals(ASSIGNED)
                        ? AlertAction.Kind.ACKNOWLEDGED
                        : AlertAction.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                kind.equals(ASSIGNED) ? detail.getOrDefault("to", "") : row.getString("who"),
                Sql.instant(row, "at"),
                until == null ? null : Instant.parse(until),
                detail.get("outcome"));
    }

    /** Appends; false if this id is there already. */
    static boolean append(Connection connection, CaseEvent event) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into case_event (tenant, id, case_id, patient, kind, at, who, alert, detail)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
                        on conflict do nothing
                        """,
                        event.tenant(),
                        event.id(),
                        event.caseId(),
                        event.patient(),
                        event.kind(),
                        event.at(),
                        event.who(),
                        event.alert(),
                        JsonColumns.texts(event.detail()))
                == 1;
    }
}
