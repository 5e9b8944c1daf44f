package io.derwent.store;

import io.derwent.model.AlertEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Table {@code alert_event}: every step in every alert's life, as JSON, appended only. The JSON is opaque here; {@code wire}
 * writes and reads it. Written while alerts are folded into cases ({@link Cases#apply}).
 */
public final class AlertEvents {
    private AlertEvents() {}

    /** JSON of the events about a patient between two times ("would have alerted" included), newest first. */
    public static List<String> ofPatient(
            Connection connection, String tenant, String patient, Instant from, Instant to, int limit)
            throws SQLException {
        return Sql.query(connection, """
                select body from alert_event
                where tenant = ? and patient = ? and at >= ? and at < ?
                order by at desc, id
                limit ?
                """, row -> row.getString("body"), tenant, patient, from, to, limit);
    }

    /** JSON of one alert's events, oldest first: why it came and what became of it. */
    public static List<String> ofAlert(Connection connection, String tenant, String alert) throws SQLException {
        return Sql.query(
                connection,
                "select body from alert_event where tenant = ? and alert = ? order by at, recorded_at, id",
                row -> row.getString("body"),
                tenant,
                alert);
    }

    /** Appends; false if this id was seen before. */
    static boolean append(Connection connection, AlertEvent event, String json) throws SQLException {
        return Sql.update(
                        connection,
                        """
                        insert into alert_event (tenant, id, alert, kind, subject_type, subject, rule, severity, at,
                                                 effective_time, received_at, late, body)
                        values (?, ?, ?, ?, ?, ?, ?, ?::severity, ?, ?, ?, ?, ?::jsonb)
                        on conflict do nothing
                        """,
                        event.tenant(),
                        event.id(),
                        event.alert(),
                        event.kind().code(),
                        event.subject().type().code(),
                        event.subject().id(),
                        event.rule(),
                        event.severity().code(),
                        event.at(),
                        event.effectiveTime(),
                        event.receivedAt(),
                        event.late(),
                        json)
                == 1;
    }
}
