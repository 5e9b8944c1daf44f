package io.derwent.launcher.bench;

import io.derwent.devicesim.cohort.Deterioration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a way of watching costs and what it sees, over many patients.
 *
 * <p>A deterioration is seen in time if a clinician was called about something measured in it, at or after its onset and before
 * the emergency. An alert is needless if what it is about was measured in no deterioration.
 */
final class Burden {
    private static final double SECONDS_AN_HOUR = 3_600.0;

    private final List<Double> leadHours = new ArrayList<>();
    private long patientDays;
    private int patients;
    private int deteriorations;
    private int alerts;
    private int needless;
    private int prompts;

    /** One more patient, watched for so many days. */
    void add(int days, List<Deterioration> worse, Watching watching) {
        patients++;
        patientDays += days;
        deteriorations += worse.size();
        alerts += watching.alerts().size();
        prompts += watching.prompts();
        needless += (int) watching.alerts().stream()
                .filter(alert -> worse.stream().noneMatch(one -> one.covers(alert.measuredAt())))
                .count();
        worse.forEach(one -> seenAt(one, watching)
                .ifPresent(at ->
                        leadHours.add(Duration.between(at, one.emergency()).toSeconds() / SECONDS_AN_HOUR)));
    }

    /** All of these together. */
    static Burden sum(List<Burden> parts) {
        Burden sum = new Burden();
        for (Burden part : parts) {
            sum.patients += part.patients;
            sum.patientDays += part.patientDays;
            sum.deteriorations += part.deteriorations;
            sum.alerts += part.alerts;
            sum.needless += part.needless;
            sum.prompts += part.prompts;
            sum.leadHours.addAll(part.leadHours);
        }
        return sum;
    }

    private static Optional<Instant> seenAt(Deterioration worse, Watching watching) {
        return watching.alerts().stream()
                .filter(alert -> worse.covers(alert.measuredAt()) && worse.isSeenInTime(alert.at()))
                .map(Watching.Alert::at)
                .min(Instant::compareTo);
    }

    int patients() {
        return patients;
    }

    long patientDays() {
        return patientDays;
    }

    int deteriorations() {
        return deteriorations;
    }

    int seenInTime() {
        return leadHours.size();
    }

    /** Share of deteriorations seen in time; empty if nobody got worse. */
    Optional<Double> sensitivity() {
        return share(seenInTime(), deteriorations);
    }

    /**
     * Hours between the first alert and the emergency, of those seen in time.
     *
     * @param part 0.5 for the median, between neighbours in proportion
     */
    Optional<Double> leadHours(double part) {
        if (leadHours.isEmpty()) {
            return Optional.empty();
        }
        List<Double> sorted = leadHours.stream().sorted().toList();
        double place = part * (sorted.size() - 1);
        int below = (int) Math.floor(place);
        int above = (int) Math.ceil(place);
        return Optional.of(sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below)));
    }

    /** Alerts to clinicians a patient and day. */
    double alertsPerPatientDay() {
        return perPatientDay(alerts);
    }

    /** Share of alerts that are needless; empty if there were none. */
    Optional<Double> needless() {
        return share(needless, alerts);
    }

    /** Prompts to patients a patient and day. */
    double promptsPerPatientDay() {
        return perPatientDay(prompts);
    }

    private double perPatientDay(int count) {
        return patientDays == 0 ? 0 : (double) count / patientDays;
    }

    private static Optional<Double> share(int part, int whole) {
        return whole == 0 ? Optional.empty() : Optional.of((double) part / whole);
    }
}
