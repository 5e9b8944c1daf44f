package io.derwent.edge;

import io.derwent.clinical.Heard;
import io.derwent.clinical.PatientState;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the hub remembers of one patient, in a file of its own. A persistent format; its size is that of the
 * {@link PatientState} and of at most {@value #MOST} steps and notices.
 *
 * @param pending steps that nobody beside the hub was told of, since the gateway may yet have their reading in time
 * @param notices what the hub says
 * @param aloneTo up to when the hub itself saw to what fell due; null while the platform does, and as before there was this
 */
record WatchedPatient(
        PatientState state,
        List<Step> pending,
        List<Notice> notices,
        @Nullable Instant aloneTo) {
    private static final int MOST = 20;
    private static final Duration SAID_AFTER_SENT = Duration.ofHours(1);

    /**
     * A step of an alert.
     *
     * @param device  whose message caused it, or else one of the patient's
     * @param takenAt when the hub took that message, or it fell due
     */
    record Step(String device, Instant takenAt, AlertEvent event) {}

    static WatchedPatient unknown() {
        return new WatchedPatient(PatientState.empty(), List.of(), List.of(), null);
    }

    WatchedPatient in(PatientState changed) {
        return new WatchedPatient(changed, pending, notices, aloneTo);
    }

    /**
     * The plan as far as it is seen to here: what never came through this hub may come to the platform in another way, so it is
     * not missing here, nor does it keep what is missing from being over.
     *
     * @param came a kind of measurement that has just come; null if none has
     */
    CarePlan ofHere(CarePlan plan, @Nullable Kind came) {
        Set<Kind> heard = Stream.concat(
                        Stream.ofNullable(came),
                        Stream.ofNullable(state.heard()).flatMap(List::stream).map(Heard::kind))
                .collect(Collectors.toSet());
        return plan.expecting(plan.schedule().only(heard::contains));
    }

    /** A step of an alert: it pends, or the alert is over. An update is told too: it says how far the alert reaches. */
    WatchedPatient follows(Step step) {
        AlertEvent event = step.event();
        return switch (event.kind()) {
            case PROMPTED, RAISED, UPDATED, ESCALATED -> pends(step);
            case CLEARED, WITHDRAWN -> saysNoMore(notice -> notice.alert().equals(event.alert()));
            case WOULD_HAVE, NOTED -> this;
        };
    }

    private WatchedPatient pends(Step step) {
        return new WatchedPatient(state, with(pending, step), notices, aloneTo);
    }

    WatchedPatient without(Predicate<Step> steps) {
        return new WatchedPatient(state, pending.stream().filter(steps.negate()).toList(), notices, aloneTo);
    }

    /** What it says of the same already, this takes the place of. */
    WatchedPatient says(Notice notice) {
        WatchedPatient before = saysNoMore(notice::isInPlaceOf);
        return new WatchedPatient(before.state, pending, with(before.notices, notice), aloneTo);
    }

    WatchedPatient watchedAloneTo(@Nullable Instant time) {
        return new WatchedPatient(state, pending, notices, time);
    }

    WatchedPatient saysNoMore(Predicate<Notice> which) {
        return new WatchedPatient(
                state, pending, notices.stream().filter(which.negate()).toList(), aloneTo);
    }

    /**
     * There is a line: what the gateway has the platform tells, and the hub says no more what people have known for long.
     *
     * @param oldestWaiting when the oldest message was taken that the gateway does not have; empty if it has all
     */
    WatchedPatient sentUpTo(Optional<Instant> oldestWaiting, Instant now) {
        WatchedPatient told = without(step ->
                oldestWaiting.map(waiting -> step.takenAt().isBefore(waiting)).orElse(true));
        WatchedPatient marked = oldestWaiting.isEmpty() ? told.sent(now) : told;
        return marked.saysNoMore(notice -> {
            Instant sentAt = notice.sentAt();
            return sentAt != null && sentAt.plus(SAID_AFTER_SENT).isBefore(now);
        });
    }

    private WatchedPatient sent(Instant at) {
        return new WatchedPatient(
                state,
                pending,
                notices.stream()
                        .map(notice -> notice.isSent() ? notice : notice.sent(at))
                        .toList(),
                aloneTo);
    }

    private static <T> List<T> with(List<T> known, T added) {
        List<T> all = new ArrayList<>(known);
        all.add(added);
        return List.copyOf(all.subList(Math.max(0, all.size() - MOST), all.size()));
    }
}
