package io.derwent.console.cases;

import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.access.Role;
import io.derwent.model.AlertAction;
import io.derwent.model.Ids;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.Cases;
import io.derwent.store.Outbox;
import io.derwent.store.PatientCase;
import io.derwent.store.Teams;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.Keys;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What people do with a case: take it, give it back or to somebody, ask the lead, note, call, snooze, resolve. Changes the case
 * and, where its alerts' clocks depend on it, tells the vitals job about each of its alerts, in one transaction. Blocks on the
 * database.
 */
public final class CaseActions {
    /** Nobody may look away for longer. */
    public static final Duration LONGEST_SNOOZE = Duration.ofHours(24);

    /** Characters of a note, wherever it is written. */
    public static final int LONGEST_NOTE = 2000;

    private final Access access;
    private final Consumer<String> changed;
    private final Clock clock;

    /** {@code changed}: told the id of each case that was acted on, once that is in the database. */
    public CaseActions(Access access, Consumer<String> changed, Clock clock) {
        this.access = access;
        this.changed = changed;
        this.clock = clock;
    }

    /**
     * Somebody has seen it and deals with it. Once more by the same person changes nothing, and nobody is told.
     *
     * @param takeOver whether also from somebody else who deals with it
     * @throws Refusal HELD if somebody else deals with it, and it is not to be taken over
     */
    public PatientCase acknowledge(Caller caller, String id, boolean takeOver) {
        return act(caller, id, "case.acknowledged", (connection, found, act) -> {
            Optional<PatientCase> current = Cases.locked(connection, found);
            Optional<String> holder = current.flatMap(PatientCase::heldBy);
            if (holder.equals(Optional.of(caller.who()))) {
                return current;
            }
            if (holder.isPresent() && !takeOver) {
                throw heldBySomebodyElse(current.get());
            }
            Optional<PatientCase> after =
                    Cases.acknowledge(connection, found.tenant(), id, act.id(), caller.who(), act.at());
            tellJob(connection, after, act.of(AlertAction.Kind.ACKNOWLEDGED, caller.who()));
            return after;
        });
    }

    /**
     * Whoever has it gives it back to the team, or a lead takes it from them; the clocks of its alerts run anew. Where nobody has
     * it nothing changes.
     *
     * @param note what whoever takes it next should know, may be empty
     * @throws Refusal HELD if somebody else has it and the caller is no lead
     */
    public PatientCase release(Caller caller, String id, String note) {
        refuseIfLong(note);
        return act(caller, id, "case.released", (connection, found, act) -> {
            Optional<PatientCase> current = Cases.locked(connection, found);
            if (current.filter(one -> one.heldBy().isPresent()).isEmpty()) {
                return current;
            }
            refuseUnlessOwnOrLead(caller, current.get());
            Optional<PatientCase> after =
                    Cases.release(connection, found.tenant(), id, act.id(), caller.who(), act.at(), "given_back", note);
            tellJob(connection, after, act.of(AlertAction.Kind.RELEASED, caller.who()));
            return after;
        });
    }

    /**
     * Somebody of the patient's team is to deal with it from now on.
     *
     * @param to   account of a nurse or a lead
     * @param note what they should know, may be empty
     * @throws Refusal INVALID if there is nobody of that name who may see the patient, HELD if somebody else has the case and the
     *     caller is no lead
     */
    public PatientCase assign(Caller caller, String id, String to, String note) {
        refuseIfLong(note);
        return act(caller, id, "case.assigned", (connection, found, act) -> {
            Optional<PatientCase> current = Cases.locked(connection, found);
            if (current.isEmpty()) {
                return current;
            }
            refuseUnlessOwnOrLead(caller, current.get());
            refuseUnlessColleague(connection, current.get(), to);
            Optional<PatientCase> after =
                    Cases.assign(connection, found.tenant(), id, act.id(), caller.who(), act.at(), to, note);
            tellJob(connection, after, act.of(AlertAction.Kind.ACKNOWLEDGED, to));
            return after;
        });
    }

    /**
     * The lead is to look at it.
     *
     * @param note what about; not empty
     */
    public PatientCase escalate(Caller caller, String id, String note) {
        refuseUnlessSaid("note", note);
        return act(
                caller,
                id,
                "case.escalated",
                (connection, found, act) ->
                        Cases.escalate(connection, found.tenant(), id, act.id(), caller.who(), act.at(), note));
    }

    /** Something to remember, not empty. */
    public PatientCase note(Caller caller, String id, String note) {
        refuseUnlessSaid("note", note);
        return act(
                caller,
                id,
                "case.noted",
                (connection, found, act) -> Cases.note(
                        connection,
                        found.tenant(),
                        id,
                        act.id(),
                        "note_written",
                        caller.who(),
                        act.at(),
                        Map.of("note", note)));
    }

    /**
     * Somebody called the patient.
     *
     * @param result code of a {@link CallResult}
     * @param note   may be empty
     */
    public PatientCase called(Caller caller, String id, String result, String note) {
        refuseIfLong(note);
        CallResult chosen = CallResult.ofCode(result)
                .orElseThrow(() -> Refusal.invalid(
                        "result", "result is \"%s\", one of %s is expected".formatted(result, CallResult.codes())));
        return act(
                caller,
                id,
                "case.called",
                (connection, found, act) -> Cases.note(
                        connection,
                        found.tenant(),
                        id,
                        act.id(),
                        "called",
                        caller.who(),
                        act.at(),
                        Map.of("result", chosen.code(), "note", note)));
    }

    /**
     * Takes it from the top of the list until then; a more severe alert brings it back.
     *
     * @param why why it can wait; not empty
     * @throws Refusal INVALID if {@code until} is not within the next 24 hours, or no reason is given
     */
    public PatientCase snooze(Caller caller, String id, Instant until, String why) {
        refuseUnlessSaid("reason", why);
        Instant now = clock.instant();
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST_SNOOZE))) {
            throw Refusal.invalid("until", "until is %s, a time within the next 24 hours is expected".formatted(until));
        }
        return act(caller, id, "case.snoozed", (connection, found, act) -> {
            Optional<PatientCase> after =
                    Cases.snooze(connection, found.tenant(), id, act.id(), caller.who(), act.at(), until, why);
            tellJob(
                    connection,
                    after,
                    act.of(AlertAction.Kind.SNOOZED, caller.who()).until(until));
            return after;
        });
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
        refuseIfLong(note);
        return act(caller, id, "case.resolved", (connection, found, act) -> {
            Optional<PatientCase> after = Cases.resolve(
                    connection, found.tenant(), id, act.id(), caller.who(), act.at(), chosen.code(), note);
            tellJob(
                    connection,
                    after,
                    act.of(AlertAction.Kind.RESOLVED, caller.who()).outcome(chosen.code()));
            return after;
        });
    }

    /** One act of a person, before it is said of what kind it is. */
    record Act(String id, Instant at) {
        Told of(AlertAction.Kind kind, String who) {
            return new Told(this, kind, who, null, null);
        }
    }

    /** What the job is told of an act. */
    record Told(
            Act act,
            AlertAction.Kind kind,
            String who,
            @Nullable Instant until,
            @Nullable String outcome) {
        Told until(Instant end) {
            return new Told(act, kind, who, end, outcome);
        }

        Told outcome(String code) {
            return new Told(act, kind, who, until, code);
        }
    }

    /** Does it; the case after it, empty if it is resolved already. */
    private interface Doing {
        Optional<PatientCase> run(Connection connection, PatientCase found, Act act) throws SQLException;
    }

    private PatientCase act(Caller caller, String id, String what, Doing doing) {
        Act act = new Act(UUID.randomUUID().toString(), clock.instant());
        PatientCase done = access.changeCase(caller, id, what, (connection, found) -> {
            Optional<PatientCase> after = doing.run(connection, found, act)
                    .filter(one -> one.state() != PatientCase.State.RESOLVED || what.equals("case.resolved"));
            if (after.isEmpty()) {
                throw resolvedAlready(Cases.find(connection, id).orElse(found));
            }
            return after.get();
        });
        changed.accept(id);
        return done;
    }

    private static void refuseIfLong(String note) {
        if (note.length() > LONGEST_NOTE) {
            throw Refusal.invalid("note", "note has %d characters, limit %d".formatted(note.length(), LONGEST_NOTE));
        }
    }

    private static void refuseUnlessSaid(String field, String text) {
        if (text.isBlank() || text.length() > LONGEST_NOTE) {
            throw Refusal.invalid(
                    field, "%s has %d characters, 1 to %d are expected".formatted(field, text.length(), LONGEST_NOTE));
        }
    }

    private static void refuseUnlessOwnOrLead(Caller caller, PatientCase one) {
        boolean someoneElses =
                one.heldBy().filter(who -> !who.equals(caller.who())).isPresent();
        if (someoneElses && caller.role() == Role.NURSE) {
            throw heldBySomebodyElse(one);
        }
    }

    private static void refuseUnlessColleague(Connection connection, PatientCase one, String to) throws SQLException {
        boolean may = Teams.colleagues(connection, one.care().team()).stream()
                .anyMatch(colleague -> colleague.account().equals(to));
        if (!may) {
            throw Refusal.invalid(
                    "to", "to is \"%s\", a nurse or a lead of the patient's team is expected".formatted(to));
        }
    }

    private static Refusal heldBySomebodyElse(PatientCase one) {
        return Refusal.held("case %s is with %s since %s; to take it over, acknowledge it with \"takeOver\": true"
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

    /** Tells the vitals job of each alert of the case; of none where nothing came of the act. */
    static void tellJob(Connection connection, Optional<PatientCase> after, Told told) throws SQLException {
        if (after.isEmpty()) {
            return;
        }
        for (Alert alert : after.get().alerts()) {
            AlertAction message = new AlertAction(
                    Ids.of("alert-action", told.act().id(), alert.id()),
                    alert.tenant(),
                    alert.subject(),
                    alert.id(),
                    told.kind(),
                    told.who(),
                    told.act().at(),
                    told.until(),
                    told.outcome());
            Outbox.add(
                    connection,
                    DerwentTopics.ALERT_ACTIONS,
                    Keys.of(alert.tenant(), alert.subject().id()),
                    Codecs.alertActions().encode(message));
        }
    }
}
