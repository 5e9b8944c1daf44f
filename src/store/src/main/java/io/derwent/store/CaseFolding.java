package io.derwent.store;

import io.derwent.model.AlertEvent;
import io.derwent.model.Severity;
import io.derwent.store.Alerts.Alert;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what an alert event does to a patient's cases. Pure: {@link Cases#apply} acts on the decision. */
final class CaseFolding {
    private CaseFolding() {}

    /** What becomes of a case. */
    enum Step {
        /** Nothing: no case, or none that this touches. */
        NONE,
        OPEN,
        /** The alert joins the case or changed within it; what a person decided about it stands. */
        UPDATE,
        /** Worse than what a person decided about, or back after it was over: it needs a person again. */
        REOPEN,
        /** The alert is over; the case stays until a person resolves it. */
        NOTE,
        /** The last of its alerts turned out to be about somebody else. */
        WITHDRAW
    }

    /** A case without its alerts, as far as a decision needs it. */
    record Known(String id, PatientCase.State state, Severity severity) {
        boolean isResolved() {
            return state == PatientCase.State.RESOLVED;
        }
    }

    /**
     * What is decided.
     *
     * @param caseId   null only for {@code NONE} and {@code OPEN}
     * @param worsened whether the patient is worse than when the case was last looked at: an alert rose, came back, or joined
     */
    record Decision(Step step, @Nullable String caseId, boolean worsened) {
        static final Decision NONE = new Decision(Step.NONE, null);

        Decision(Step step, @Nullable String caseId) {
            this(step, caseId, false);
        }
    }

    /**
     * @param before     the alert before this event, empty if it is new
     * @param after      the alert with this event folded in
     * @param own        the case the alert belongs to, if any
     * @param current    the patient's case that is not resolved, if any
     * @param othersLeft whether {@code own} has another alert that was not withdrawn
     */
    static Decision decide(
            Optional<Alert> before, Alert after, Optional<Known> own, Optional<Known> current, boolean othersLeft) {
        return switch (after.state()) {
            case PROMPTED, WOULD_HAVE, NOTED -> Decision.NONE;
            case OPEN -> whenOpen(before, after, own, current);
            case CLEARED ->
                own.filter(known -> !known.isResolved())
                        .map(known -> new Decision(Step.NOTE, known.id()))
                        .orElse(Decision.NONE);
            case WITHDRAWN ->
                own.filter(known -> !known.isResolved())
                        .map(known -> new Decision(othersLeft ? Step.NOTE : Step.WITHDRAW, known.id()))
                        .orElse(Decision.NONE);
        };
    }

    private static Decision whenOpen(
            Optional<Alert> before, Alert after, Optional<Known> own, Optional<Known> current) {
        boolean worsened =
                before.isPresent() && (after.severity().compareTo(before.get().severity()) > 0 || isOver(before.get()));
        if (current.isPresent()) {
            Known known = current.get();
            boolean joins = !own.map(Known::id).equals(Optional.of(known.id()));
            if (joins && own.isPresent() && !worsened) {
                // the alert's own case was resolved by a person; more of the same does not move it to another
                return Decision.NONE;
            }
            boolean needsPerson = known.state() == PatientCase.State.ACKNOWLEDGED && (joins || worsened);
            return new Decision(needsPerson ? Step.REOPEN : Step.UPDATE, known.id(), joins || worsened);
        }
        if (own.isEmpty()) {
            return new Decision(Step.OPEN, null);
        }
        return worsened ? new Decision(Step.REOPEN, own.get().id(), true) : Decision.NONE;
    }

    private static boolean isOver(Alert alert) {
        return alert.state() == Alerts.State.CLEARED || alert.state() == Alerts.State.WITHDRAWN;
    }

    /** Name of the step in {@code case_event}. */
    static String eventKind(Step step, AlertEvent.Kind kind) {
        return switch (step) {
            case OPEN -> "opened";
            case UPDATE -> "updated";
            case REOPEN -> "reopened";
            case NOTE -> kind == AlertEvent.Kind.WITHDRAWN ? "alert_withdrawn" : "alert_cleared";
            case WITHDRAW -> "resolved";
            case NONE -> throw new IllegalStateException("nothing happened to the case");
        };
    }
}
