package io.derwent.console.cases;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.model.AlertAction;
import io.derwent.model.Ids;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.Cases;
import io.derwent.store.Outbox;
import io.derwent.store.PatientCase;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledge, snooze, resolve: changes the case and tells the vitals job about each of its alerts, in one transaction.
 * Blocks on the database.
 */
public final class CaseActions {
    /** Nobody may look away for longer. */
    public static final Duration LONGEST_SNOOZE = Duration.ofHours(24);

    /** Characters of a note, wherever it is written. */
    public static final int LONGEST_NOTE = 2000;

    private final Access access;
    private final Clock clock;

    public CaseActions(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /** Somebody has seen it and deals with it. */
    public PatientCase acknowledge(Caller caller, String id) {
        return act(
                caller,
                id,
                AlertAction.Kind.ACKNOWLEDGED,
                null,
                null,
                (connection, found, action, at) ->
                        Cases.acknowledge(connection, found.tenant(), id, action, caller.who(), at));
    }

    /**
     * Takes it from the top of the list until then; a more severe alert brings it back.
     *
     * @throws Refusal INVALID if {@code until} is not within the next 24 hours
     */
    public PatientCase snooze(Caller caller, String id, Instant until) {
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
            throw Refusal.invalid("until", "until is %s, a time within the next 24 hours is expected".formatted(until));
        }
        return act(
                caller,
                id,
                AlertAction.Kind.SNOOZED,
                until,
                null,
                (connection, found, action, at) ->
                        Cases.snooze(connection, found.tenant(), id, action, caller.who(), at, until));
    }

    /**
     * Somebody has dealt with it.
     *
     * @param outcome code of an {@link Outcome}
     * @param note    free text, may be empty
     * @throws Refusal INVALID if there is no such outcome or the note is too long
     */
    public PatientCase resolve(Caller caller, String id, String outcome, String note) {
        Outcome chosen = Outcome.ofCode(outcome)
                .orElseThrow(() -> Refusal.invalid(
                        "outcome",
                        "outcome is \"%s\", one of %s is expected"
                                .formatted(
                                        outcome,
                                        Outcome.choices().stream()
                                                .map(Outcome::code)
                                                .toList())));
        if (note.length() > LONGEST_NOTE) {
            throw Refusal.invalid("note", "note has %d characters, limit %d".formatted(note.length(), LONGEST_NOTE));
        }
        return act(
                caller,
                id,
                AlertAction.Kind.RESOLVED,
                null,
                chosen.code(),
                (connection, found, action, at) ->
                        Cases.resolve(connection, found.tenant(), id, action, caller.who(), at, chosen.code(), note));
    }

    private interface Act {
        Optional<PatientCase> run(Connection connection, PatientCase found, String action, Instant at)
                throws SQLException;
    }

    private PatientCase act(
            Caller caller,
            String id,
            AlertAction.Kind kind,
            @Nullable Instant until,
            @Nullable String outcome,
            Act act) {
        String action = UUID.randomUUID().toString();
        Instant at = clock.instant();
        return access.changeCase(caller, id, "case." + kind.code(), (connection, found) -> {
            Optional<PatientCase> after = act.run(connection, found, action, at);
            if (after.isEmpty()) {
                throw resolvedAlready(Cases.find(connection, id).orElse(found));
            }
            for (Alert alert : found.alerts()) {
                tellJob(connection, action, alert, kind, caller.who(), at, until, outcome);
            }
            return after.get();
        });
    }

    private static Refusal resolvedAlready(PatientCase one) {
        return Refusal.conflict("case %s is resolved already, %s, by %s at %s"
                .formatted(
                        one.id(),
                        one.outcome(),
                        one.resolvedBy() == null || one.resolvedBy().isEmpty() ? "the system" : one.resolvedBy(),
                        one.resolvedAt()));
    }

    private static void tellJob(
            Connection connection,
            String action,
            Alert alert,
            AlertAction.Kind kind,
            String who,
            Instant at,
            @Nullable Instant until,
            @Nullable String outcome)
            throws SQLException {
        AlertAction message = new AlertAction(
                Ids.of("alert-action", action, alert.id()),
                alert.tenant(),
                alert.subject(),
                alert.id(),
                kind,
                who,
                at,
                until,
                outcome);
        Outbox.add(
                connection,
                DerwentTopics.ALERT_ACTIONS,
                Keys.of(alert.tenant(), alert.subject().id()),
                Codecs.alertActions().encode(message));
    }
}
