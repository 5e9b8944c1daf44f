package io.derwent.console.replay;

import io.derwent.clinical.Rehearsal;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.cases.Outcome;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.model.CarePlan;
import io.derwent.store.Alerts.Alert;
import io.derwent.store.Cases;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients.Patient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What another plan would have raised of the last weeks, beside what the plan now raises of them. Blocks on the database and
 * computes: worker threads only, and not many at once.
 */
public final class RehearsalDesk {
    public static final int FEWEST_DAYS = 30;
    public static final int MOST_DAYS = 90;

    static final int MOST_READINGS = 20_000;
    static final int MOST_CASES = 500;

    private static final int AT_ONCE = 2;

    private final Access access;
    private final Clock clock;
    private final Semaphore room = new Semaphore(AT_ONCE);

    public RehearsalDesk(Access access, Clock clock) {
        this.access = access;
        this.clock = clock;
    }

    /** What came of the case an alert was in. */
    public record Closed(String caseId, Outcome outcome) {}

    /** An alert that only the plan now raises; {@code closed} is null where no case of it was closed. */
    public record Lost(Rehearsal.Alert alert, @Nullable Closed closed) {
        /** Whether somebody found that there was something to be done. */
        public boolean wasReal() {
            return closed != null && closed.outcome().wasReal();
        }
    }

    /**
     * Both plans of one patient, over the span for which there is something to look at.
     *
     * @param days  how many were asked for
     * @param added what only the new plan raises
     * @param lost  what only the plan now raises
     * @param cutAt readings measured before this time were too many; null if all were looked at
     */
    public record Result(
            Patient patient,
            int days,
            Rehearsal before,
            Rehearsal after,
            List<Rehearsal.Alert> added,
            List<Lost> lost,
            @Nullable Instant cutAt) {
        /** How long this patient was watched; none: there was neither a plan nor a reading. */
        public Duration watched() {
            return Duration.between(before.from(), before.to());
        }

        /** Whether that is less than was asked for. */
        public boolean isShorter() {
            return watched().compareTo(Duration.ofDays(days)) < 0;
        }
    }

    /**
     * Rehearses a plan for one patient; audited as {@code care-plan.rehearse}.
     *
     * @throws Refusal as {@link Access#read}; TOO_MANY if others are at it
     */
    public Result ofPatient(Caller caller, String patient, CarePlanDesk.Draft draft, int days) {
        Instant to = clock.instant();
        Instant from = to.minus(Duration.ofDays(days));
        return oneOfFew(() -> access.read(caller, patient, "care-plan.rehearse", (connection, found) -> {
            PatientHistory history = PatientHistory.read(connection, found, from, to, MOST_READINGS);
            CarePlan then = draft.version(found.tenant(), found.id(), 1);
            return result(connection, found, history, then, days, history.watchedFrom(from, to), to);
        }));
    }

    private static Result result(
            Connection connection,
            Patient patient,
            PatientHistory history,
            CarePlan then,
            int days,
            Instant from,
            Instant to)
            throws SQLException {
        Optional<CarePlan> now = history.plans().stream().reduce((older, newer) -> newer);
        Rehearsal before = now.map(plan -> Rehearsal.of(plan, history.readings(), history.actions(), from, to))
                .orElseGet(() -> new Rehearsal(from, to, List.of(), 0));
        Rehearsal after = Rehearsal.of(then, history.readings(), history.actions(), from, to);
        List<Rehearsal.Alert> lost = before.without(after);
        List<PatientCase> cases =
                lost.isEmpty() ? List.of() : Cases.ofPatient(connection, patient.tenant(), patient.id(), MOST_CASES);
        return new Result(
                patient,
                days,
                before,
                after,
                after.without(before),
                lost.stream()
                        .map(alert -> new Lost(alert, closed(alert, cases)))
                        .toList(),
                history.cutAt().orElse(null));
    }

    /** What came of the case this alert, or one that tells of the same, was in; null if none was closed. */
    static @Nullable Closed closed(Rehearsal.Alert alert, List<PatientCase> cases) {
        for (PatientCase one : cases) {
            Optional<Outcome> outcome = Optional.ofNullable(one.outcome()).flatMap(Outcome::ofCode);
            if (outcome.isPresent()
                    && one.alerts().stream()
                            .anyMatch(known -> recorded(known, one).isSameAs(alert))) {
                return new Closed(one.id(), outcome.get());
            }
        }
        return null;
    }

    private static Rehearsal.Alert recorded(Alert known, PatientCase one) {
        Instant end = known.endedAt() == null ? one.resolvedAt() : known.endedAt();
        return new Rehearsal.Alert(
                known.id(),
                known.rule(),
                known.severity(),
                known.receivedAt(),
                known.firstBreachAt(),
                end == null ? known.receivedAt() : end);
    }

    private <T> T oneOfFew(Supplier<T> work) {
        if (!room.tryAcquire()) {
            throw Refusal.tooMany("%d rehearsals run already; try again in a minute".formatted(AT_ONCE));
        }
        try {
            return work.get();
        } finally {
            room.release();
        }
    }
}
