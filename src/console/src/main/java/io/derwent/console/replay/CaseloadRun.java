package io.derwent.console.replay;

import io.derwent.console.access.Caller;
import io.derwent.console.pathways.PathwayDesk;
import io.derwent.store.CarePlans;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rehearsal of a caseload, from when it was asked for until it is forgotten. One thread works on it, others look.
 *
 * <pre>
 *   WAITING --> RUNNING --> DONE
 *      |           |------> FAILED
 *      '-----------'------> CANCELLED
 * </pre>
 */
public final class CaseloadRun {
    private final String id;
    private final Caller caller;
    private final Question question;
    private final Instant from;
    private final Instant to;
    private final List<CarePlans.Key> patients;
    private Progress progress = new Progress(State.WAITING, 0, null, null);

    /** How far it is. */
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED;

        /** The name in our APIs: {@code running}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing more will come of it. */
        public boolean isOver() {
            return this == DONE || this == FAILED || this == CANCELLED;
        }
    }

    /**
     * What is asked.
     *
     * @param days   how far to look back
     * @param shared whether patients of others are looked at too that the caller may see
     */
    public record Question(PathwayDesk.Proposal proposal, int days, boolean shared) {
        public String pathway() {
            return proposal.pathway().code();
        }
    }

    /**
     * How far it is.
     *
     * @param looked how many patients were looked at
     * @param result once it is done, never before: a part is not shown as the whole
     * @param failed in a sentence; null unless it failed
     */
    public record Progress(
            State state,
            int looked,
            @Nullable Caseload result,
            @Nullable String failed) {}

    CaseloadRun(String id, Caller caller, Question question, Instant to, List<CarePlans.Key> patients) {
        this.id = id;
        this.caller = caller;
        this.question = question;
        this.to = to;
        this.from = to.minus(Duration.ofDays(question.days()));
        this.patients = List.copyOf(patients);
    }

    public String id() {
        return id;
    }

    public Question question() {
        return question;
    }

    public Instant from() {
        return from;
    }

    public Instant to() {
        return to;
    }

    /** How many patients it is about. */
    public int patients() {
        return patients.size();
    }

    public synchronized Progress progress() {
        return progress;
    }

    /** The result, once it is done. */
    public Optional<Caseload> result() {
        return Optional.ofNullable(progress().result());
    }

    List<CarePlans.Key> keys() {
        return patients;
    }

    Caller caller() {
        return caller;
    }

    boolean isOf(Caller other) {
        return caller.who().equals(other.who()) && caller.tenant().equals(other.tenant());
    }

    boolean isOver() {
        return progress().state().isOver();
    }

    /** What is over stays as it is. */
    synchronized void now(State state, int looked, @Nullable Caseload result, @Nullable String failed) {
        if (!progress.state().isOver()) {
            progress = new Progress(state, looked, result, failed);
        }
    }

    synchronized void cancel() {
        now(State.CANCELLED, progress.looked(), null, null);
    }
}
