package io.derwent.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Table {@code case_event}: what happened to each case, by an alert or by a person, appended only. */
public final class CaseEvents {
    private CaseEvents() {}

    /**
     * One thing that happened.
     *
     * @param id     id of the alert event or of the action that did it
     * @param kind   {@code opened}, {@code updated}, {@code alert_cleared}, {@code alert_withdrawn}, {@code reopened},
     *     {@code acknowledged}, {@code snoozed}, {@code resolved}
     * @param who    account id; empty when an alert did it
     * @param alert  the alert concerned; null for an act on the whole case
     * @param detail by name: {@code outcome}, {@code note}, {@code until}, {@code severity}
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
