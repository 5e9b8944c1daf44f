package io.derwent.launcher.bench;

import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.devicesim.cohort.Cohort;
import io.derwent.devicesim.cohort.CohortPatient;
import io.derwent.devicesim.cohort.CohortPlan;
import io.derwent.model.CarePlan;
import io.derwent.model.Reading;
import io.derwent.wire.ShippedPathways;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A patient of the cohort some weeks in: what is remembered of them, and what they send next; every rule of their pathway is
 * on. Many patients of a bench are copies of few of these.
 */
record ScoreTemplate(CarePlan plan, PatientState state, List<Reading> next) {
    private static final int PATIENTS = 36;
    private static final int DAYS = 60;

    ScoreTemplate {
        next = List.copyOf(next);
    }

    /** One a patient of the reporting cohort who has a pathway with rules and at least so many readings left. */
    static List<ScoreTemplate> all(int readings) {
        CohortPlan plan = new CohortPlan(CohortPlan.REPORTING_SEED, CohortPlan.START, PATIENTS, DAYS);
        return new Cohort(plan)
                .patients()
                .flatMap(patient -> of(patient, readings).stream())
                .toList();
    }

    private static Optional<ScoreTemplate> of(CohortPatient patient, int readings) {
        Set<String> seen = new HashSet<>();
        List<Reading> all = new ArrayList<>(patient.readings());
        all.removeIf(reading -> !seen.add(reading.id()));
        int known = all.size() - readings;
        return ShippedPathways.all()
                .of(patient.pathway())
                .filter(pathway -> known > 0)
                .map(pathway -> {
                    CarePlan plan = BurdenBench.plan(patient, pathway, List.of());
                    PatientState state = PatientState.empty();
                    for (Reading reading : all.subList(0, known)) {
                        state = PatientWatch.observe(state, plan, reading).state();
                    }
                    return new ScoreTemplate(plan, state, all.subList(known, all.size()));
                });
    }
}
