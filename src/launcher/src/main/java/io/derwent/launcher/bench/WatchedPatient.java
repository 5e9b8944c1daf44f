package io.derwent.launcher.bench;

import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.devicesim.cohort.CohortPatient;
import io.derwent.model.AlertAction;
import io.derwent.model.AlertEvent;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One patient watched by {@link PatientWatch}, as the vitals job does it, with people around: the patient answers prompts as the
 * cohort says, and a nurse acknowledges each alert and is done with it some hours later.
 */
final class WatchedPatient {
    private static final Duration ACKNOWLEDGED_AFTER = Duration.ofMinutes(5);
    private static final Duration RESOLVED_AFTER = Duration.ofHours(4);
    private static final Comparator<Reading> AS_RECEIVED =
            Comparator.comparing(Reading::receivedAt).thenComparing(Reading::id);

    private final CohortPatient patient;
    private final CarePlan plan;
    private final PriorityQueue<Reading> readings = new PriorityQueue<>(AS_RECEIVED);
    private final PriorityQueue<AlertAction> actions = new PriorityQueue<>(Comparator.comparing(AlertAction::at));
    private final Set<String> seen = new HashSet<>();
    private final List<Watching.Alert> alerts = new ArrayList<>();
    private PatientState state = PatientState.empty();
    private Instant now;
    private int prompts;

    private WatchedPatient(CohortPatient patient, CarePlan plan) {
        this.patient = patient;
        this.plan = plan;
        this.now = plan.validFrom();
        readings.addAll(patient.readings());
    }

    /**
     * Watched so.
     *
     * @param until for so long
     */
    static Watching watch(CohortPatient patient, CarePlan plan, Instant until) {
        WatchedPatient watched = new WatchedPatient(patient, plan);
        while (!watched.readings.isEmpty()) {
            Reading reading = watched.readings.remove();
            watched.advanceTo(reading.receivedAt());
            watched.observe(reading);
        }
        watched.advanceTo(until);
        return new Watching(watched.alerts, watched.prompts);
    }

    /** One thing after the other, as it falls due: people act, and rules that wait for a time are asked. */
    private void advanceTo(Instant time) {
        for (Optional<Instant> next = next(time); next.isPresent(); next = next(time)) {
            now = next.get();
            if (!actions.isEmpty() && !actions.element().at().isAfter(now)) {
                state = PatientWatch.act(state, actions.remove());
            } else {
                PatientWatch.Outcome outcome = PatientWatch.tick(state, plan, now);
                state = outcome.state();
                outcome.events().forEach(this::follow);
            }
        }
    }

    private Optional<Instant> next(Instant latest) {
        return Stream.concat(
                        PatientWatch.nextDue(state, plan, now).stream(),
                        actions.stream().map(AlertAction::at))
                .min(Instant::compareTo)
                .filter(next -> !next.isAfter(latest));
    }

    private void observe(Reading reading) {
        if (!seen.add(reading.id())) {
            return;
        }
        PatientWatch.Outcome outcome = PatientWatch.observe(state, plan, reading);
        state = outcome.state();
        outcome.events().forEach(this::follow);
    }

    private void follow(AlertEvent event) {
        if (event.kind() == AlertEvent.Kind.PROMPTED && event.audience() != AlertEvent.Audience.CARER) {
            prompts++;
            event.readings().stream()
                    .reduce((earlier, later) -> later)
                    .flatMap(breach -> patient.measureAgain(breach.kind(), event.at()))
                    .ifPresent(readings::add);
        }
        if (Watching.callsAClinician(event)) {
            alerts.add(Watching.Alert.of(event));
            act(event, AlertAction.Kind.ACKNOWLEDGED, ACKNOWLEDGED_AFTER);
            act(event, AlertAction.Kind.RESOLVED, RESOLVED_AFTER);
        }
    }

    private void act(AlertEvent event, AlertAction.Kind kind, Duration after) {
        actions.add(new AlertAction(
                event.id() + kind.code(),
                event.tenant(),
                event.subject(),
                event.alert(),
                kind,
                "nurse",
                event.at().plus(after),
                null,
                null));
    }
}
