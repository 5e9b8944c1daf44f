package io.derwent.store;

import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.model.Subject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Table {@code alert}: the state of each alert's episode, folded from its events ({@link Cases#apply}). */
public final class Alerts {
    private Alerts() {}

    /** Where an episode stands. {@code WOULD_HAVE} and {@code NOTED} never open a case. */
    public enum State {
        PROMPTED,
        OPEN,
        CLEARED,
        WITHDRAWN,
        WOULD_HAVE,
        NOTED;

        /** The name in tables and APIs: {@code would_have}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * An alert as it stands now.
     *
     * @param severity      the highest it ever had
     * @param firstBreachAt effectiveTime of its earliest breach
     * @param effectiveTime when the measurement that raised it last was taken
     * @param receivedAt    when that measurement arrived
     * @param late          whether it was late then
     * @param caseId        the case it belongs to; null if it opened none
     * @param raisedAt      when it was raised last; null if it never was
     * @param endedAt       when it cleared or was withdrawn; null while it has not
     * @param lastEvent     id of the latest event folded in
     */
    public record Alert(
            String tenant,
            String id,
            Subject subject,
            String rule,
            int ruleVersion,
            Severity severity,
            State state,
            Instant firstBreachAt,
            Instant effectiveTime,
            Instant receivedAt,
            boolean late,
            @Nullable String caseId,
            @Nullable Instant raisedAt,
            @Nullable Instant endedAt,
            String lastEvent) {

        /** What an event nobody has seen makes of an alert; {@code known} is empty for the first event that arrives of it. */
        static Alert after(Optional<Alert> known, AlertEvent event) {
            State state = stateAfter(known.map(Alert::state).orElse(null), event.kind());
            boolean opens = state == State.OPEN && known.map(Alert::state).orElse(null) != State.OPEN;
            boolean ends = (state == State.CLEARED || state == State.WITHDRAWN)
                    && known.map(Alert::endedAt).isEmpty();
            Alert before = known.orElseGet(() -> first(event, state));
            return new Alert(
                    before.tenant,
                    before.id,
                    before.subject,
                    before.rule,
                    event.ruleVersion(),
                    event.severity().isAtLeast(before.severity) ? event.severity() : before.severity,
                    state,
                    event.firstBreachAt().isBefore(before.firstBreachAt) ? event.firstBreachAt() : before.firstBreachAt,
                    opens ? event.effectiveTime() : before.effectiveTime,
                    opens ? event.receivedAt() : before.receivedAt,
                    opens ? event.late() : before.late,
                    before.caseId,
                    opens ? event.at() : before.raisedAt,
                    opens ? null : ends ? event.at() : before.endedAt,
                    event.id());
        }

        Alert inCase(String caseId) {
            return new Alert(
                    tenant,
                    id,
                    subject,
                    rule,
                    ruleVersion,
                    severity,
                    state,
                    firstBreachAt,
                    effectiveTime,
                    receivedAt,
                    late,
                    caseId,
                    raisedAt,
                    endedAt,
                    lastEvent);
        }

        private static Alert first(AlertEvent event, State state) {
            return new Alert(
                    event.tenant(),
                    event.alert(),
                    event.subject(),
                    event.rule(),
                    event.ruleVersion(),
                    event.severity(),
                    state,
                    event.firstBreachAt(),
                    event.effectiveTime(),
                    event.receivedAt(),
                    event.late(),
                    null,
                    null,
                    null,
                    event.id());
        }

        /**
         * Events of one alert come in the order they happened. An alert that was over is raised or escalated again when a
         * later breach confirms its opening reading, when it gets worse during the cool-down, or when the reading that
         * ended it turns out to be another person's.
         */
        private static State stateAfter(@Nullable State before, AlertEvent.Kind kind) {
            return switch (kind) {
                case PROMPTED -> before == null ? State.PROMPTED : before;
                case RAISED, ESCALATED -> State.OPEN;
                case UPDATED -> before == State.CLEARED || before == State.WITHDRAWN ? before : State.OPEN;
                case CLEARED -> before == State.WITHDRAWN ? before : State.CLEARED;
                case WITHDRAWN -> State.WITHDRAWN;
                case WOULD_HAVE -> before == null ? State.WOULD_HAVE : before;
                case NOTED -> before == null || before == State.PROMPTED ? State.NOTED : before;
            };
        }
    }

    public static Optional<Alert> find(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(connection, "select * from alert where tenant = ? and id = ?", Alerts::map, tenant, id);
    }

    /** The alerts of these cases, worst and then oldest first. Cases have ids nobody else uses. */
    static List<Alert> ofCases(Connection connection, Collection<String> tenants, Collection<String> cases)
            throws SQLException {
        return Sql.query(
                connection,
                """
                select * from alert
                where tenant = any (?) and case_id = any (?)
                order by severity desc, first_breach_at, id
                """,
                Alerts::map,
                tenants.stream().distinct().toArray(String[]::new),
                cases.toArray(String[]::new));
    }

    /** Inserts or overwrites; called under the subject's lock. */
    static void put(Connection connection, Alert alert) throws SQLException {
        Sql.update(
                connection,
                """
                insert into alert (tenant, id, subject_type, subject, rule, rule_version, severity, state, first_breach_at,
                                   effective_time, received_at, late, case_id, raised_at, ended_at, last_event)
                values (?, ?, ?, ?, ?, ?, ?::severity, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, id) do update
                set rule_version = excluded.rule_version, severity = excluded.severity, state = excluded.state,
                    first_breach_at = excluded.first_breach_at, effective_time = excluded.effective_time,
                    received_at = excluded.received_at, late = excluded.late, case_id = excluded.case_id,
                    raised_at = excluded.raised_at, ended_at = excluded.ended_at, last_event = excluded.last_event,
                    updated_at = now()
                """,
                alert.tenant(),
                alert.id(),
                alert.subject().type().code(),
                alert.subject().id(),
                alert.rule(),
                alert.ruleVersion(),
                alert.severity().code(),
                alert.state().code(),
                alert.firstBreachAt(),
                alert.effectiveTime(),
                alert.receivedAt(),
                alert.late(),
                alert.caseId(),
                alert.raisedAt(),
                alert.endedAt(),
                alert.lastEvent());
    }

    private static Alert map(ResultSet row) throws SQLException {
        return new Alert(
                row.getString("tenant"),
                row.getString("id"),
                new Subject(
                        Subject.Type.valueOf(row.getString("subject_type").toUpperCase(Locale.ROOT)),
                        row.getString("subject")),
                row.getString("rule"),
                row.getInt("rule_version"),
                severity(row.getString("severity")),
                State.ofCode(row.getString("state")),
                Sql.instant(row, "first_breach_at"),
                Sql.instant(row, "effective_time"),
                Sql.instant(row, "received_at"),
                row.getBoolean("late"),
                row.getString("case_id"),
                Sql.instantOrNull(row, "raised_at"),
                Sql.instantOrNull(row, "ended_at"),
                row.getString("last_event"));
    }

    static Severity severity(String code) {
        return Severity.valueOf(code.toUpperCase(Locale.ROOT));
    }
}
