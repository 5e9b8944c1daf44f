package io.derwent.console.replay;

import io.derwent.clinical.PlanRules;
import io.derwent.clinical.Rehearsal;
import io.derwent.console.access.Access;
import io.derwent.console.access.Caller;
import io.derwent.console.access.Refusal;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.console.plans.CarePlanDesk;
import io.derwent.console.replay.Caseload.LeftOut;
import io.derwent.console.replay.CaseloadRun.Question;
import io.derwent.console.replay.CaseloadRun.State;
import io.derwent.model.CarePlan;
import io.derwent.model.Pathway;
import io.derwent.model.Rule;
import io.derwent.model.Schedule;
import io.derwent.store.CarePlans;
import io.derwent.store.Cases;
import io.derwent.store.PatientCase;
import io.derwent.store.Patients.Patient;
import io.derwent.store.StoreUnavailable;
import io.derwent.wire.CarePlanDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a change of a pathway would have raised of the last weeks for everybody on it, beside what their plans raise now. It
 * takes minutes: one thread of its own works, one patient after the other and one short transaction each; who asks looks again.
 * Each keeps their own limits, included rules and schedule. A run lives in this process, and an hour at most after its end.
 */
public final class CaseloadDesk implements AutoCloseable {
    /** More patients are refused, not cut. */
    public static final int MOST_PATIENTS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(CaseloadDesk.class);
    private static final int MOST_WAITING = 10;
    private static final int MOST_KEPT = 50;
    private static final Duration KEPT_FOR = Duration.ofHours(1);

    private final Access access;
    private final Clock clock;
    private final int mostPatients;
    private final Map<String, CaseloadRun> runs = new LinkedHashMap<>();
    private final Deque<CaseloadRun> waiting = new ArrayDeque<>();
    private @Nullable Thread thread;
    private boolean closed;

    public CaseloadDesk(Access access, Clock clock) {
        this(access, clock, MOST_PATIENTS);
    }

    CaseloadDesk(Access access, Clock clock, int mostPatients) {
        this.access = access;
        this.clock = clock;
        this.mostPatients = mostPatients;
    }

    /**
     * Chooses the patients and starts; audited as {@code pathway.rehearse}, once, with their number.
     *
     * @throws Refusal TOO_MANY if the caller has one that is not over, or too many wait; INVALID if they are too many patients
     */
    public CaseloadRun start(Caller caller, Question question) {
        refuseSecond(caller);
        String code = question.pathway();
        List<CarePlans.Key> patients = access.choose(
                caller,
                "pathway.rehearse",
                Map.of(
                        "pathway",
                        code,
                        "version",
                        Integer.toString(question.proposal().pathway().version()),
                        "days",
                        Integer.toString(question.days())),
                connection -> CarePlans.onPathway(connection, code, question.shared(), mostPatients + 1));
        if (patients.size() > mostPatients) {
            throw Refusal.invalid(
                    "pathway %s has more than %d patients: too many for one rehearsal".formatted(code, mostPatients));
        }
        CaseloadRun run = new CaseloadRun(UUID.randomUUID().toString(), caller, question, clock.instant(), patients);
        add(run);
        return run;
    }

    /**
     * One of the caller's.
     *
     * @throws Refusal NOT_FOUND if the caller has no such run, or it was long ago
     */
    public CaseloadRun run(Caller caller, String id) {
        return known(id)
                .filter(run -> run.isOf(caller))
                .orElseThrow(() -> Refusal.notFound("there is no rehearsal %s of yours in this console".formatted(id)));
    }

    /** What is not looked at yet never will be. Cancelling what is over changes nothing. */
    public CaseloadRun cancel(Caller caller, String id) {
        CaseloadRun run = run(caller, id);
        run.cancel();
        return run;
    }

    /**
     * What the record says of a rehearsal when what was rehearsed is stored.
     *
     * @throws Refusal as {@link #run}; CONFLICT if it is not done, or was of something else
     */
    public Map<String, String> record(Caller caller, String id, PathwayDesk.Proposal stored) {
        CaseloadRun run = run(caller, id);
        Caseload found = run.result()
                .orElseThrow(() -> Refusal.conflict("rehearsal %s is %s, done is expected"
                        .formatted(id, run.progress().state().code())));
        if (!run.question().proposal().pathway().equals(stored.pathway())) {
            throw Refusal.conflict("rehearsal %s was of something else: rehearse what is to be stored".formatted(id));
        }
        return Map.of(
                "rehearsal", id,
                "rehearsedDays", Integer.toString(run.question().days()),
                "rehearsedPatients", Integer.toString(found.comparison().patients()),
                "rehearsedPatientDays", found.comparison().patientDays().toPlainString(),
                "watchedForLess", Integer.toString(found.shorter()),
                "leftOut", Integer.toString(found.leftOut().size()),
                "alertsBefore", Integer.toString(found.comparison().alerts().before()),
                "alertsAfter", Integer.toString(found.comparison().alerts().after()),
                "realLost", Integer.toString(found.lost().real()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        runs.values().forEach(CaseloadRun::cancel);
        notifyAll();
    }

    private synchronized void refuseSecond(Caller caller) {
        runs.values().stream()
                .filter(run -> run.isOf(caller) && !run.isOver())
                .findFirst()
                .ifPresent(run -> {
                    throw Refusal.tooMany("a rehearsal of yours is not over yet: " + run.id());
                });
    }

    private synchronized void add(CaseloadRun run) {
        refuseSecond(run.caller());
        waiting.removeIf(CaseloadRun::isOver);
        if (waiting.size() >= MOST_WAITING) {
            throw Refusal.tooMany("%d rehearsals wait already; try again in a few minutes".formatted(MOST_WAITING));
        }
        forgetOld(run.to());
        runs.put(run.id(), run);
        waiting.add(run);
        if (thread == null) {
            Thread started = new Thread(this::work, "rehearsals");
            started.setDaemon(true);
            thread = started;
            started.start();
        }
        notifyAll();
    }

    private void forgetOld(Instant now) {
        runs.values().removeIf(run -> run.isOver() && run.to().plus(KEPT_FOR).isBefore(now));
        List<String> over = runs.values().stream()
                .filter(CaseloadRun::isOver)
                .map(CaseloadRun::id)
                .toList();
        over.subList(0, Math.max(0, over.size() - MOST_KEPT)).forEach(runs::remove);
    }

    private synchronized Optional<CaseloadRun> known(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    private void work() {
        for (Optional<CaseloadRun> next = next(); next.isPresent(); next = next()) {
            work(next.get());
        }
    }

    /** Waits for the next; empty when there will be none. */
    private synchronized Optional<CaseloadRun> next() {
        try {
            while (!closed && waiting.isEmpty()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        return closed ? Optional.empty() : Optional.of(waiting.remove());
    }

    private void work(CaseloadRun run) {
        CaseloadCount count = new CaseloadCount();
        try {
            int looked = 0;
            for (CarePlans.Key key : run.keys()) {
                if (run.isOver()) {
                    return;
                }
                run.now(State.RUNNING, looked, null, null);
                lookAt(run, key, count);
                looked++;
            }
            run.now(State.DONE, looked, count.sum(), null);
        } catch (StoreUnavailable e) {
            LOG.warn("rehearsal {}: {}", run.id(), e.getMessage());
            run.now(State.FAILED, run.progress().looked(), null, "the database does not answer; start it again");
        } catch (RuntimeException e) {
            LOG.error("rehearsal {} failed", run.id(), e);
            run.now(
                    State.FAILED,
                    run.progress().looked(),
                    null,
                    "this failed, and it is our fault; the log says more under " + run.id());
        }
    }

    /** What is read of one patient. */
    private record Known(Patient patient, Optional<CarePlans.Stored> stored, PatientHistory history) {
        String name() {
            return patient.givenName() + ' ' + patient.familyName();
        }

        LeftOut leftOut(LeftOut.Why why, String detail) {
            return new LeftOut(patient.tenant(), patient.id(), name(), why, detail);
        }
    }

    private void lookAt(CaseloadRun run, CarePlans.Key key, CaseloadCount count) {
        Optional<Known> found = access.lookAtChosen(
                run.caller(),
                key,
                (connection, patient) -> new Known(
                        patient,
                        CarePlans.current(connection, patient.tenant(), patient.id()),
                        PatientHistory.read(connection, patient, run.from(), run.to(), RehearsalDesk.MOST_READINGS)));
        if (found.isEmpty()) {
            count.leaveOut(new LeftOut(key.tenant(), key.patient(), key.patient(), LeftOut.Why.NOT_VISIBLE, ""));
            return;
        }
        Known known = found.get();
        Optional<CarePlans.Stored> stored = known.stored().filter(CarePlans.Stored::active);
        if (stored.isEmpty()) {
            count.leaveOut(known.leftOut(LeftOut.Why.NOT_ON_PATHWAY, ""));
        } else if (!known.history().isMeasuredBefore(run.to())) {
            count.leaveOut(known.leftOut(LeftOut.Why.NO_READINGS, ""));
        } else {
            compare(run, known, stored.get(), count);
        }
    }

    private void compare(CaseloadRun run, Known known, CarePlans.Stored stored, CaseloadCount count) {
        PathwayDesk.Proposal proposal = run.question().proposal();
        PatientHistory history = known.history();
        CarePlan now = CarePlanDesk.plan(stored);
        CarePlan then;
        try {
            then = then(proposal, now, CarePlanDesk.stated(stored));
        } catch (IllegalArgumentException e) {
            count.leaveOut(known.leftOut(LeftOut.Why.DOES_NOT_FIT, String.valueOf(e.getMessage())));
            return;
        }
        Instant from = history.watchedFrom(run.from(), run.to());
        Rehearsal before = Rehearsal.of(now, history.readings(), history.actions(), from, run.to());
        Rehearsal after = Rehearsal.of(then, history.readings(), history.actions(), from, run.to());
        List<Rehearsal.Alert> lost = before.without(after);
        List<Rehearsal.Alert> gained = after.without(before);
        List<PatientCase> cases = lost.isEmpty() && gained.isEmpty() ? List.of() : cases(run.caller(), known.patient());
        count.add(
                now.tenant(),
                now.patient(),
                known.name(),
                before,
                after,
                differing(known, lost, cases),
                differing(known, gained, cases));
        if (from.isAfter(run.from())) {
            count.shorter();
        }
        if (isOlder(proposal, now)) {
            count.older();
        }
        history.cutAt().ifPresent(at -> count.cut(new Caseload.Cut(now.tenant(), now.patient(), at)));
    }

    private List<PatientCase> cases(Caller caller, Patient patient) {
        return access.lookAtChosen(
                        caller,
                        new CarePlans.Key(patient.tenant(), patient.id()),
                        (connection, found) ->
                                Cases.ofPatient(connection, found.tenant(), found.id(), RehearsalDesk.MOST_CASES))
                .orElse(List.of());
    }

    private static List<Caseload.Differing> differing(
            Known known, List<Rehearsal.Alert> alerts, List<PatientCase> cases) {
        List<Caseload.Differing> differing = new ArrayList<>();
        for (Rehearsal.Alert alert : alerts) {
            differing.add(new Caseload.Differing(
                    known.patient().tenant(),
                    known.patient().id(),
                    known.name(),
                    alert,
                    RehearsalDesk.closed(alert, cases)));
        }
        return differing;
    }

    /**
     * The plan a patient would have: made of the pathway as it would be, with what was stated for them.
     *
     * @throws IllegalArgumentException if that cannot be
     */
    private static CarePlan then(PathwayDesk.Proposal proposal, CarePlan now, CarePlanDocument stated) {
        Pathway wanted = proposal.pathway();
        boolean followsIt = now.pathway().equals(wanted.code());
        Pathway pathway =
                PlanRules.onScale(followsIt ? wanted : proposal.pathways().named(now.pathway()), now.spo2Scale());
        List<Rule> included = PlanRules.including(stated.include(), pathway, proposal.pathways(), now.spo2Scale());
        return new CarePlan(
                now.tenant(),
                now.patient(),
                now.version(),
                now.pathway(),
                followsIt ? wanted.version() : now.pathwayVersion(),
                now.spo2Scale(),
                now.validFrom(),
                true,
                PlanRules.withThresholds(included, stated.thresholds()),
                followsIt ? schedule(proposal, now) : now.schedule(),
                followsIt ? wanted.escalation() : now.escalation());
    }

    private static boolean isOlder(PathwayDesk.Proposal proposal, CarePlan now) {
        Optional<Pathway> inForce = proposal.pathway().code().equals(now.pathway())
                ? proposal.inForce().stream().findFirst()
                : proposal.pathways().of(now.pathway());
        return inForce.filter(pathway -> pathway.version() > now.pathwayVersion())
                .isPresent();
    }

    /** Whoever measures when the pathway says will do so when it says another time; whoever has times of their own keeps them. */
    private static Schedule schedule(PathwayDesk.Proposal proposal, CarePlan now) {
        return proposal.inForce().stream()
                        .anyMatch(inForce -> inForce.schedule().equals(now.schedule()))
                ? proposal.pathway().schedule()
                : now.schedule();
    }
}
