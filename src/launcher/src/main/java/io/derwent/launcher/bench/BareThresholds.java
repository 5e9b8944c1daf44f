package io.derwent.launcher.bench;

import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.devicesim.cohort.CohortPatient;
import io.derwent.model.CarePlan;
import io.derwent.model.Confirm;
import io.derwent.model.Reading;
import io.derwent.model.Rule;
import io.derwent.model.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The same patient under the same limits and nothing else: each breach calls a clinician. No
 * repeat, no hysteresis, no personal limits, no cool-down, no episodes, no lateness. What is sent twice still counts once.
 */
final class BareThresholds {
    private static final Confirm NONE = new Confirm.None();
    private static final Duration EVER = Duration.ofDays(3_650);
    private static final Timing ALWAYS = new Timing(EVER, EVER, EVER, Duration.ZERO);

    private BareThresholds() {}

    /**
     * Watched so.
     *
     * @param plan with the pathway's own limits
     */
    static Watching watch(CohortPatient patient, CarePlan plan) {
        CarePlan bare = new CarePlan(
                plan.tenant(),
                plan.patient(),
                plan.version(),
                plan.pathway(),
                plan.pathwayVersion(),
                plan.spo2Scale(),
                plan.validFrom(),
                plan.active(),
                plan.rules().stream().map(BareThresholds::bare).toList());
        List<Watching.Alert> alerts = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        PatientState state = PatientState.empty();
        for (Reading reading : patient.readings()) {
            if (seen.add(reading.id())) {
                PatientWatch.Outcome outcome = PatientWatch.observe(state, bare, reading);
                outcome.events().stream()
                        .filter(Watching::callsAClinician)
                        .map(Watching.Alert::of)
                        .forEach(alerts::add);
                state = valuesOnly(outcome.state());
            }
        }
        return new Watching(alerts, 0);
    }

    /** What rules look back at, and nothing of what came of it. */
    private static PatientState valuesOnly(PatientState state) {
        return new PatientState(List.of(), List.of(), state.values(), List.of(), null, null, List.of());
    }

    private static Rule bare(Rule rule) {
        if (!(rule instanceof Rule.Threshold threshold)) {
            return rule;
        }
        return new Rule.Threshold(
                threshold.id(),
                threshold.version(),
                threshold.severity(),
                threshold.anyOf(),
                threshold.onlyWhen(),
                NONE,
                threshold.extreme(),
                threshold.higher().stream()
                        .map(grade -> new Rule.Grade(grade.severity(), grade.anyOf(), NONE))
                        .toList(),
                List.of(),
                false,
                null,
                ALWAYS);
    }
}
