package io.derwent.store;

import io.derwent.model.AlertEvent;
import io.derwent.model.Ids;
import io.derwent.model.Subject;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.CaseEvents.CaseEvent;
import io.derwent.store.CaseFolding.Decision;
import io.derwent.store.CaseFolding.Known;
import io.derwent.store.CaseFolding.Step;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code patient_case}: alerts folded into at most one open case per patient. Every change notifies {@link #CHANNEL}
 * with {@code {"tenant","case","patient","change","recordedAt"}}; whoever listens reads the case again. {@code recordedAt} is
 * the database's time at which the transaction of the change began, as in {@link #changedSince}.
 */
public final class Cases {
    /** PostgreSQL channel to listen on ({@link Notifications}). */
    public static final String CHANNEL = "derwent_cases";

    private static final String SELECT = """
            select patient_case.*, patient.given_name || ' ' || patient.family_name as patient_name,
                   patient.team, coalesce(patient.place, '') as place,
                   (select pathway from care_plan
                    where care_plan.tenant = patient_case.tenant and care_plan.patient = patient_case.patient
                    order by version desc limit 1) as pathway
            from patient_case
            left join patient on patient.tenant = patient_case.tenant and patient.id = patient_case.patient
            """;

    private Cases() {}

    /** What an event changed; {@code caseId} is null where no case was touched. */
    public record Outcome(Change change, @Nullable String caseId) {}

    public enum Change {
        /** This event id was folded in before: nothing happened. */
        SEEN_BEFORE,
        /** The alert is recorded; no case was touched. */
        RECORDED,
        OPENED,
        UPDATED,
        REOPENED,
        RESOLVED
    }

    /**
     * Folds one alert event: records it, moves its alert, opens or changes the patient's case, asks the patient. Idempotent by
     * event id; one event of a patient at a time. Severity only rises. A resolved case is reopened only if one of its alerts
     * gets worse, and never by an event seen before.
     *
     * <p>Run in the transaction of the event's tenant.
     *
     * @param json the event as wire's codec writes it; kept as it is
     */
    public static Outcome apply(Connection connection, AlertEvent event, String json) throws SQLException {
        PatientLock.take(connection, event.tenant(), event.subject().id());
        if (!AlertEvents.append(connection, event, json)) {
            return new Outcome(Change.SEEN_BEFORE, null);
        }
        Optional<Alert> before = Alerts.find(connection, event.tenant(), event.alert());
        Alert after = Alert.after(before, event);
        if (event.subject().type() != Subject.Type.PATIENT) {
            Alerts.put(connection, after);
            return new Outcome(Change.RECORDED, null);
        }
        askOrDone(connection, event);
        Decision decision = decide(connection, before, after);
        return act(connection, event, after, decision);
    }

    /**
     * Cases that are not resolved, of the transaction's tenant's patients within reach and of patients shared with it: worst, then
     * oldest first.
     */
    public static List<PatientCase> open(Connection connection, Reach reach, int limit) throws SQLException {
        return open(connection, reach, Optional.empty(), limit);
    }

    /** Those of {@link #open} that come after this one; empty: from the beginning. */
    public static List<PatientCase> open(Connection connection, Reach reach, Optional<PatientCase> after, int limit)
            throws SQLException {
        String severity = after.map(one -> one.severity().code()).orElse(null);
        return withAlerts(
                connection,
                Sql.query(
                        connection,
                        SELECT + """
                                where patient_case.state <> 'resolved'
                                  and patient_case.tenant in
                                      (select current_tenant() union select tenant from share where ended_at is null)
                                  and (?::severity is null
                                       or patient_case.severity < ?::severity
                                       or (patient_case.severity = ?::severity
                                           and (patient_case.opened_at, patient_case.id) > (?::timestamptz, ?)))
                                  and (patient_case.tenant <> current_tenant() or ?::text[] is null
                                       or patient.team is null or patient.team = any (?)
                                       or patient_case.patient = any (?))
                                order by patient_case.severity desc, patient_case.opened_at, patient_case.id
                                limit ?
                                """,
                        Cases::map,
                        severity,
                        severity,
                        severity,
                        after.map(PatientCase::openedAt).orElse(null),
                        after.map(PatientCase::id).orElse(null),
                        reach.teamIds(),
                        reach.teamIds(),
                        reach.patientIds(),
                        limit));
    }

    /** Those of these cases that are not resolved and the transaction's tenant may see, its own and of patients shared with it. */
    public static List<PatientCase> openOf(Connection connection, Collection<String> ids) throws SQLException {
        return withAlerts(
                connection, Sql.query(connection, SELECT + """
                                where patient_case.id = any (?) and patient_case.state <> 'resolved'
                                  and patient_case.tenant in
                                      (select current_tenant() union select tenant from share where ended_at is null)
                                """, Cases::map, (Object) ids.toArray(String[]::new)));
    }

    /**
     * A case somebody deals with.
     *
     * @param actedAt when a person last did something about it
     */
    public record Held(PatientCase one, Instant actedAt) {}

    /** Cases of the transaction's tenant that somebody deals with, those that were left alone longest first. */
    public static List<Held> held(Connection connection, int limit) throws SQLException {
        Map<String, Instant> actedAt = new LinkedHashMap<>();
        Sql.query(
                connection, """
                select one.id, coalesce(max(event.at), one.acknowledged_at) as acted_at
                from patient_case as one
                left join case_event as event
                    on event.tenant = one.tenant and event.case_id = one.id and event.who <> ''
                where one.tenant = current_tenant() and one.state = 'acknowledged'
                group by one.id, one.acknowledged_at
                order by acted_at, one.id
                limit ?
                """, row -> actedAt.put(row.getString("id"), Sql.instant(row, "acted_at")) == null, limit);
        return openOf(connection, actedAt.keySet()).stream()
                .map(one -> new Held(one, actedAt.getOrDefault(one.id(), one.openedAt())))
                .sorted(Comparator.comparing(Held::actedAt))
                .toList();
    }

    /** Says to whoever listens that the patient's open case is to be read again: who looks after the patient has changed. */
    public static void announceOpen(Connection connection, String tenant, String patient) throws SQLException {
        for (String id : Sql.query(
                connection,
                "select id from patient_case where tenant = ? and patient = ? and state <> 'resolved'",
                row -> row.getString("id"),
                tenant,
                patient)) {
            announce(connection, tenant, id, patient, "care");
        }
    }

    /** A patient's cases, resolved ones included, newest first. */
    public static List<PatientCase> ofPatient(Connection connection, String tenant, String patient, int limit)
            throws SQLException {
        return withAlerts(connection, Sql.query(connection, SELECT + """
                                where patient_case.tenant = ? and patient_case.patient = ?
                                order by patient_case.opened_at desc, patient_case.id
                                limit ?
                                """, Cases::map, tenant, patient, limit));
    }

    /**
     * Cases that changed, resolved ones included, of the transaction's tenant and of patients shared with it: the change
     * recorded first comes first.
     *
     * @param since by the database's clock, inclusive; a change is recorded with the time its transaction began, and is seen
     *     when that ends
     */
    public static List<PatientCase> changedSince(Connection connection, Instant since, int limit) throws SQLException {
        return withAlerts(connection, Sql.query(connection, SELECT + """
                                join (select tenant, case_id, max(recorded_at) as recorded_at from case_event
                                      where recorded_at >= ? and tenant in
                                            (select current_tenant() union select tenant from share where ended_at is null)
                                      group by tenant, case_id) as change
                                    on change.tenant = patient_case.tenant and change.case_id = patient_case.id
                                order by change.recorded_at, patient_case.id
                                limit ?
                                """, Cases::map, since, limit));
    }

    /** The case of this id, if the transaction's tenant may see it. */
    public static Optional<PatientCase> find(Connection connection, String id) throws SQLException {
        return withAlerts(connection, Sql.query(connection, SELECT + """
                                        where patient_case.id = ? and patient_case.tenant in
                                              (select current_tenant() union select tenant from share where ended_at is null)
                                        """, Cases::map, id)).stream()
                .findFirst();
    }

    /** The case as it is now, and stays until the transaction ends: nobody else changes it. Empty as {@link #find}. */
    public static Optional<PatientCase> locked(Connection connection, PatientCase found) throws SQLException {
        PatientLock.take(connection, found.tenant(), found.patient());
        return find(connection, found.id());
    }

    /**
     * Somebody has seen the case. Empty, and nothing happens, if it is resolved or the transaction's tenant has no such case
     * (one that is shared with it is only seen). The same action twice is one.
     *
     * @param action id of the action, made by the caller
     */
    public static Optional<PatientCase> acknowledge(
            Connection connection, String tenant, String id, String action, String who, Instant at)
            throws SQLException {
        return change(
                connection,
                tenant,
                id,
                action,
                "acknowledged",
                who,
                at,
                Map.of(),
                () -> Sql.update(connection, """
                update patient_case
                set state = 'acknowledged', acknowledged_by = ?, acknowledged_at = ?, waiting_since = null, updated_at = ?
                where tenant = ? and id = ?
                """, who, at, at, tenant, id));
    }

    /**
     * Nobody has it any more. See {@link #acknowledge}.
     *
     * @param why  code of the reason: {@code given_back}, {@code left_lying}
     * @param note what whoever takes it next should know, may be empty
     */
    public static Optional<PatientCase> release(
            Connection connection,
            String tenant,
            String id,
            String action,
            String who,
            Instant at,
            String why,
            String note)
            throws SQLException {
        return change(
                connection,
                tenant,
                id,
                action,
                "released",
                who,
                at,
                Map.of("why", why, "note", note),
                () -> Sql.update(connection, """
                        update patient_case
                        set state = 'open', acknowledged_by = null, acknowledged_at = null, waiting_since = ?, updated_at = ?
                        where tenant = ? and id = ?
                        """, at, at, tenant, id));
    }

    /** Somebody else is to deal with it from now on. See {@link #acknowledge}. */
    public static Optional<PatientCase> assign(
            Connection connection,
            String tenant,
            String id,
            String action,
            String who,
            Instant at,
            String to,
            String note)
            throws SQLException {
        return change(
                connection,
                tenant,
                id,
                action,
                "assigned",
                who,
                at,
                Map.of("to", to, "note", note),
                () -> Sql.update(connection, """
                        update patient_case
                        set state = 'acknowledged', acknowledged_by = ?, acknowledged_at = ?, waiting_since = null,
                            updated_at = ?
                        where tenant = ? and id = ?
                        """, to, at, at, tenant, id));
    }

    /** The lead is to look. Nobody has it less or more for that. See {@link #acknowledge}. */
    public static Optional<PatientCase> escalate(
            Connection connection, String tenant, String id, String action, String who, Instant at, String note)
            throws SQLException {
        return change(
                connection,
                tenant,
                id,
                action,
                "escalated",
                who,
                at,
                Map.of("note", note),
                () -> Sql.update(connection, """
                        update patient_case set escalated_at = ?, escalated_by = ?, updated_at = ?
                        where tenant = ? and id = ?
                        """, at, who, at, tenant, id));
    }

    /**
     * Something to remember about it: {@code note_written}, {@code called}. Changes nothing else. See {@link #acknowledge}.
     *
     * @param detail what it says, by name
     */
    public static Optional<PatientCase> note(
            Connection connection,
            String tenant,
            String id,
            String action,
            String kind,
            String who,
            Instant at,
            Map<String, String> detail)
            throws SQLException {
        return change(
                connection,
                tenant,
                id,
                action,
                kind,
                who,
                at,
                detail,
                () -> Sql.update(
                        connection,
                        "update patient_case set updated_at = ? where tenant = ? and id = ?",
                        at,
                        tenant,
                        id));
    }

    /**
     * Hides the case from the top of the list until then; also acknowledges it. See {@link #acknowledge}.
     *
     * @param why why it can wait
     */
    public static Optional<PatientCase> snooze(
            Connection connection,
            String tenant,
            String id,
            String action,
            String who,
            Instant at,
            Instant until,
            String why)
            throws SQLException {
        return change(
                connection,
                tenant,
                id,
                action,
                "snoozed",
                who,
                at,
                Map.of("until", until.toString(), "note", why),
                () -> Sql.update(connection, """
                        update patient_case
                        set state = 'acknowledged', acknowledged_by = coalesce(acknowledged_by, ?),
                            acknowledged_at = coalesce(acknowledged_at, ?), snoozed_until = ?, waiting_since = null,
                            updated_at = ?
                        where tenant = ? and id = ?
                        """, who, at, until, at, tenant, id));
    }

    /**
     * Somebody has dealt with it. See {@link #acknowledge}.
     *
     * @param outcome code of the outcome chosen
     * @param note    free text, may be empty
     */
    public static Optional<PatientCase> resolve(
            Connection connection,
            String tenant,
            String id,
            String action,
            String who,
            Instant at,
            String outcome,
            String note)
            throws SQLException {
        Map<String, String> detail = Map.of("outcome", outcome, "note", note);
        return change(
                connection,
                tenant,
                id,
                action,
                "resolved",
                who,
                at,
                detail,
                () -> setResolved(connection, tenant, id, who, at, outcome, note));
    }

    private static void askOrDone(Connection connection, AlertEvent event) throws SQLException {
        if (event.kind() == AlertEvent.Kind.PROMPTED) {
            if (!event.late()) {
                Prompts.ask(connection, event);
            }
        } else if (event.kind() != AlertEvent.Kind.WOULD_HAVE && event.audience() == null) {
            Prompts.done(connection, event);
        }
    }

    private static Decision decide(Connection connection, Optional<Alert> before, Alert after) throws SQLException {
        String ownId = after.caseId();
        Optional<Known> own = ownId == null ? Optional.empty() : known(connection, after.tenant(), ownId);
        Optional<Known> current = Sql.first(
                connection,
                "select id, state, severity from patient_case where tenant = ? and patient = ? and state <> 'resolved'",
                Cases::known,
                after.tenant(),
                after.subject().id());
        boolean othersLeft = ownId != null
                && Alerts.ofCases(connection, List.of(after.tenant()), List.of(ownId)).stream()
                        .anyMatch(alert -> !alert.id().equals(after.id()) && alert.state() != Alerts.State.WITHDRAWN);
        return CaseFolding.decide(before, after, own, current, othersLeft);
    }

    private static Outcome act(Connection connection, AlertEvent event, Alert after, Decision decision)
            throws SQLException {
        String tenant = event.tenant();
        String patient = event.subject().id();
        String caseId = decision.caseId() == null ? Ids.of("case", tenant, patient, after.id()) : decision.caseId();
        Change change =
                switch (decision.step()) {
                    case NONE -> Change.RECORDED;
                    case OPEN -> {
                        insert(connection, event, after, caseId);
                        yield Change.OPENED;
                    }
                    case UPDATE, NOTE -> {
                        touch(connection, event, after, caseId, decision.worsened());
                        yield Change.UPDATED;
                    }
                    case REOPEN -> {
                        touch(connection, event, after, caseId, decision.worsened());
                        setOpen(connection, tenant, caseId, event.at());
                        yield Change.REOPENED;
                    }
                    case WITHDRAW -> {
                        setResolved(connection, tenant, caseId, "", event.at(), "withdrawn", "");
                        yield Change.RESOLVED;
                    }
                };
        if (decision.step() == Step.NONE) {
            Alerts.put(connection, after);
            return new Outcome(change, null);
        }
        Alerts.put(connection, after.inCase(caseId));
        CaseEvents.append(
                connection,
                new CaseEvent(
                        tenant,
                        event.id(),
                        caseId,
                        patient,
                        CaseFolding.eventKind(decision.step(), event.kind()),
                        event.at(),
                        "",
                        event.alert(),
                        Map.of("severity", event.severity().code())));
        announce(connection, tenant, caseId, patient, change.name().toLowerCase(Locale.ROOT));
        return new Outcome(change, caseId);
    }

    private static void insert(Connection connection, AlertEvent event, Alert alert, String caseId)
            throws SQLException {
        Sql.update(
                connection,
                """
                insert into patient_case (tenant, id, patient, severity, state, late, opened_at, updated_at, waiting_since)
                values (?, ?, ?, ?::severity, 'open', ?, ?, ?, ?)
                """,
                event.tenant(),
                caseId,
                event.subject().id(),
                alert.severity().code(),
                event.late(),
                event.at(),
                event.at(),
                event.at());
    }

    private static void touch(Connection connection, AlertEvent event, Alert alert, String caseId, boolean worsened)
            throws SQLException {
        Sql.update(connection, """
                update patient_case
                set severity = greatest(severity, ?::severity), updated_at = greatest(updated_at, ?),
                    worsened_at = case when ? then greatest(worsened_at, ?) else worsened_at end
                where tenant = ? and id = ?
                """, alert.severity().code(), event.at(), worsened, event.at(), event.tenant(), caseId);
    }

    private static void setOpen(Connection connection, String tenant, String caseId, Instant at) throws SQLException {
        Sql.update(connection, """
                update patient_case
                set state = 'open', acknowledged_by = null, acknowledged_at = null, snoozed_until = null,
                    resolved_by = null, resolved_at = null, outcome = null, note = null,
                    escalated_at = null, escalated_by = null, waiting_since = ?
                where tenant = ? and id = ?
                """, at, tenant, caseId);
    }

    private static int setResolved(
            Connection connection, String tenant, String id, String who, Instant at, String outcome, String note)
            throws SQLException {
        return Sql.update(connection, """
                update patient_case
                set state = 'resolved', resolved_by = ?, resolved_at = ?, outcome = ?, note = ?, snoozed_until = null,
                    waiting_since = null, updated_at = ?
                where tenant = ? and id = ?
                """, who, at, outcome, note, at, tenant, id);
    }

    private interface Act {
        int run() throws SQLException;
    }

    private static Optional<PatientCase> change(
            Connection connection,
            String tenant,
            String id,
            String action,
            String kind,
            String who,
            Instant at,
            Map<String, String> detail,
            Act act)
            throws SQLException {
        Optional<String> patient = Sql.first(
                connection,
                "select patient from patient_case where tenant = ? and tenant = current_tenant() and id = ?",
                row -> row.getString("patient"),
                tenant,
                id);
        if (patient.isEmpty()) {
            return Optional.empty();
        }
        PatientLock.take(connection, tenant, patient.get());
        boolean resolved = known(connection, tenant, id).map(Known::isResolved).orElse(true);
        CaseEvent event = new CaseEvent(tenant, action, id, patient.get(), kind, at, who, null, detail);
        boolean done = Sql.first(
                        connection,
                        "select true as done from case_event where tenant = ? and id = ?",
                        row -> row.getBoolean("done"),
                        tenant,
                        action)
                .orElse(false);
        if (resolved && !done) {
            return Optional.empty();
        }
        if (!done) {
            CaseEvents.append(connection, event);
            act.run();
            announce(connection, tenant, id, patient.get(), kind);
        }
        return find(connection, id);
    }

    private static void announce(Connection connection, String tenant, String id, String patient, String change)
            throws SQLException {
        String json = JsonColumns.texts(Map.of("tenant", tenant, "case", id, "patient", patient, "change", change));
        Sql.query(
                connection,
                "select pg_notify(?, (?::jsonb || jsonb_build_object('recordedAt', now()))::text)",
                row -> true,
                CHANNEL,
                json);
    }

    private static Optional<Known> known(Connection connection, String tenant, String id) throws SQLException {
        return Sql.first(
                connection,
                "select id, state, severity from patient_case where tenant = ? and id = ?",
                Cases::known,
                tenant,
                id);
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(row.getString("id"), state(row), Alerts.severity(row.getString("severity")));
    }

    private static List<PatientCase> withAlerts(Connection connection, List<PatientCase> cases) throws SQLException {
        if (cases.isEmpty()) {
            return cases;
        }
        List<Alert> alerts = Alerts.ofCases(
                connection,
                cases.stream().map(PatientCase::tenant).toList(),
                cases.stream().map(PatientCase::id).toList());
        return cases.stream().map(one -> one.withAlerts(alerts)).toList();
    }

    private static PatientCase.State state(ResultSet row) throws SQLException {
        return PatientCase.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
    }

    private static PatientCase map(ResultSet row) throws SQLException {
        return new PatientCase(
                row.getString("tenant"),
                row.getString("id"),
                row.getString("patient"),
                row.getString("patient_name"),
                Alerts.severity(row.getString("severity")),
                state(row),
                row.getBoolean("late"),
                Sql.instant(row, "opened_at"),
                Sql.instant(row, "updated_at"),
                row.getString("acknowledged_by"),
                Sql.instantOrNull(row, "acknowledged_at"),
                Sql.instantOrNull(row, "snoozed_until"),
                row.getString("resolved_by"),
                Sql.instantOrNull(row, "resolved_at"),
                row.getString("outcome"),
                row.getString("note"),
                Sql.instantOrNull(row, "waiting_since"),
                Sql.instantOrNull(row, "worsened_at"),
                Sql.instantOrNull(row, "escalated_at"),
                new PatientCase.Care(row.getString("team"), row.getString("place"), row.getString("pathway")),
                List.of());
    }
}
