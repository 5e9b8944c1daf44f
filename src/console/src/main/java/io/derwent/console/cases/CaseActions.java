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

    /**
     * Somebody has seen it and deals with it. Once more by the same person changes nothing, and nobody is told.
     *
     * @param takeOver whether also from somebody else who deals with it
     * @throws Refusal HELD if somebody else deals with it, and it is not to be taken over
     */
    public PatientCase acknowledge(Caller caller, String id, boolean takeOver) {
        return act(caller, id, AlertAction.Kind.ACKNOWLEDGED, null, null, (connection, found, action, at) -> {
            Optional<PatientCase> current = Cases.locked(connection, found);
            Optional<String> holder = current.flatMap(PatientCase::heldBy);
            if (holder.equals(Optional.of(caller.who()))) {
                return new Done(current, false);
            }
            if (holder.isPresent() && !takeOver) {
                throw heldBySomebodyElse(current.get());
            }
            return new Done(Cases.acknowledge(connection, found.tenant(), id, action, caller.who(), at), true);
        });
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
                        new Done(Cases.snooze(connection, found.tenant(), id, action, caller.who(), at, until), true));
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
                (connection, found, action, at) -> new Done(
                        Cases.resolve(connection, found.tenant(), id, action, caller.who(), at, chosen.code(), note),
                        true));
    }

    private interface Act {
        Done run(Connection connection, PatientCase found, String action, Instant at) throws SQLException;
    }

    /** What came of an act: the case after it, empty if it is resolved already; and whether that is news. */
    private record Done(Optional<PatientCase> after, boolean isNews) {}

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
            Done done = act.run(connection, found, action, at);
            if (done.after().isEmpty()) {
                throw resolvedAlready(Cases.find(connection, id).orElse(found));
            }
            if (done.isNews()) {
                for (Alert alert : found.alerts()) {
                    tellJob(connection, action, alert, kind, caller.who(), at, until, outcome);
                }
            }
            return done.after().get();
        });
    }

    private static Refusal heldBySomebodyElse(PatientCase one) {
        return Refusal.held("case %s is with %s since %s; to take it over, say \"takeOver\": true"
                .formatted(one.id(), one.acknowledgedBy(), one.acknowledgedAt()));
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
