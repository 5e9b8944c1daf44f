package io.derwent.devicesim.cohort;

import io.derwent.devicesim.scenario.Seeds;
import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import io.derwent.model.Schedule;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One patient of a cohort: everything the gateway got, and what was the matter. */
public final class CohortPatient {
    private static final LocalTime QUIET_FROM = LocalTime.of(22, 0);
    private static final LocalTime QUIET_UNTIL = LocalTime.of(7, 0);

    private final String id;
    private final String pathway;
    private final Usual usual;
    private final List<Session> routine;
    private final Health health;
    private final Absences absences;
    private final Household household;

    private CohortPatient(CohortPlan plan, String id, PathwayLife life) {
        this.id = id;
        this.pathway = life.pathway();
        this.usual = life.usual(Seeds.of(plan.seed(), "usual", id));
        this.routine = life.routine(usual);
        this.health = Health.of(plan, id, life, usual);
        this.absences = Absences.of(plan, id, health);
        this.household = new Household(plan, id, usual, new Body(plan, id, usual, health.excursions()), absences);
    }

    static CohortPatient of(CohortPlan plan, int number, PathwayLife life) {
        CohortPatient patient = new CohortPatient(plan, String.format(Locale.ROOT, "c-%04d", number), life);
        patient.household.live(patient.routine);
        return patient;
    }

    public String id() {
        return id;
    }

    public String tenant() {
        return Household.TENANT;
    }

    /** Code of the pathway they are on. */
    public String pathway() {
        return pathway;
    }

    /** 2 where a clinician decided so. */
    public int spo2Scale() {
        return usual.spo2Scale();
    }

    /** When they measure, and are asked for nothing. */
    public Schedule schedule() {
        return new Schedule(
                routine.stream()
                        .map(session ->
                                new Schedule.Expected(session.kind(), LocalTime.of(session.hour(), 0), List.of()))
                        .toList(),
                new Schedule.QuietHours(QUIET_FROM, QUIET_UNTIL));
    }

    /** What is usual for them, as somebody knows who has looked at their first weeks; empty if they do not measure it. */
    public Optional<Double> usual(Parameter parameter) {
        return Optional.ofNullable(usual.levels().get(parameter));
    }

    /** In the order the gateway got them; what was sent twice is there twice. */
    public List<Reading> readings() {
        return List.copyOf(household.readings());
    }

    /**
     * What they send when they are asked to measure again: within half an hour, four times of five, more carefully. The same
     * question has the same answer.
     */
    public Optional<Reading> measureAgain(Kind kind, Instant askedAt) {
        return household.measureAgain(kind, askedAt);
    }

    /** In the order of time. */
    public List<Deterioration> deteriorations() {
        return List.copyOf(health.deteriorations());
    }

    /** In the order of time. */
    public List<Disturbance> disturbances() {
        return List.copyOf(health.disturbances());
    }

    /** Of the readings of {@link #readings}, and those that were refused. */
    public List<Artefact> artefacts() {
        return List.copyOf(household.artefacts());
    }

    public List<Absence> absences() {
        List<Absence> all = new ArrayList<>(absences.all());
        all.addAll(household.notTaken());
        return List.copyOf(all);
    }
}
