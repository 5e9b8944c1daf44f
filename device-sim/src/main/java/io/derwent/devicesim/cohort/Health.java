package io.derwent.devicesim.cohort;

import io.derwent.devicesim.scenario.Seeds;
import io.derwent.model.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * When one patient gets worse, and when there is only a bad day. About four in ten get worse within ninety days, some of them
 * twice; a bad day comes about once a month.
 */
final class Health {
    private static final double DAYS_BETWEEN_DETERIORATIONS = 150;
    private static final double DAYS_BETWEEN_DISTURBANCES = 30;
    private static final Duration BEFORE_THE_FIRST = Duration.ofDays(3);
    private static final double LONGEST_ADMISSION_DAYS = 4;
    private static final double LONGEST_RECOVERY_DAYS = 3;
    private static final double LEAST_PART = 0.15;
    private static final double GREATEST_PART = 0.4;
    private static final double LONGEST_DISTURBANCE_HOURS = 40;
    private static final double SHORTEST_DISTURBANCE_HOURS = 8;
    private static final double PEAK_OF_A_DISTURBANCE = 0.4;

    private final List<Excursion> excursions = new ArrayList<>();
    private final List<Deterioration> deteriorations = new ArrayList<>();
    private final List<Disturbance> disturbances = new ArrayList<>();
    private final List<Absence> admissions = new ArrayList<>();

    private Health() {}

    static Health of(CohortPlan plan, String patient, PathwayLife life, Usual usual) {
        Health health = new Health();
        health.getWorse(plan, Seeds.of(plan.seed(), "deteriorations", patient), life.courses(usual), usual);
        health.haveBadDays(plan, Seeds.of(plan.seed(), "disturbances", patient), life.courses(usual), usual);
        return health;
    }

    private void getWorse(CohortPlan plan, Random chance, List<Course> courses, Usual usual) {
        Instant onset = plan.start().plus(BEFORE_THE_FIRST).plus(gap(chance, DAYS_BETWEEN_DETERIORATIONS));
        while (onset.isBefore(plan.end())) {
            Course course = drawn(courses, chance);
            Instant emergency = onset.plus(course.length(chance));
            Instant discharged = emergency.plus(upTo(chance, 1, LONGEST_ADMISSION_DAYS));
            Instant recovered = discharged.plus(upTo(chance, 1, LONGEST_RECOVERY_DAYS));
            Map<Parameter, Double> shifts = course.shifts(usual, chance);
            if (emergency.isAfter(plan.end())) {
                return;
            }
            excursions.add(new Excursion(course.kind(), onset, emergency, recovered, shifts, course.confuses()));
            deteriorations.add(new Deterioration(course.kind(), onset, emergency, recovered));
            admissions.add(new Absence(Absence.Kind.ADMITTED, emergency, discharged));
            onset = recovered.plus(gap(chance, DAYS_BETWEEN_DETERIORATIONS));
        }
    }

    private void haveBadDays(CohortPlan plan, Random chance, List<Course> courses, Usual usual) {
        Instant from = plan.start().plus(gap(chance, DAYS_BETWEEN_DISTURBANCES));
        while (from.isBefore(plan.end())) {
            Course course = drawn(courses, chance);
            double hours = SHORTEST_DISTURBANCE_HOURS
                    + chance.nextDouble() * (LONGEST_DISTURBANCE_HOURS - SHORTEST_DISTURBANCE_HOURS);
            Instant peak = from.plusSeconds((long) (hours * PEAK_OF_A_DISTURBANCE * 3600));
            Instant until = from.plusSeconds((long) (hours * 3600));
            double part = LEAST_PART + chance.nextDouble() * (GREATEST_PART - LEAST_PART);
            Map<Parameter, Double> shifts = new EnumMap<>(Parameter.class);
            course.shifts(usual, chance).forEach((parameter, shift) -> shifts.put(parameter, shift * part));
            if (!isIll(from, until)) {
                excursions.add(new Excursion(course.kind(), from, peak, until, shifts, false));
                disturbances.add(new Disturbance(course.kind(), from, until));
            }
            from = until.plus(gap(chance, DAYS_BETWEEN_DISTURBANCES));
        }
    }

    /** Whether some of this time lies in a deterioration. */
    boolean isIll(Instant from, Instant until) {
        return deteriorations.stream()
                .anyMatch(worse -> worse.onset().isBefore(until) && from.isBefore(worse.recovered()));
    }

    List<Excursion> excursions() {
        return excursions;
    }

    List<Deterioration> deteriorations() {
        return deteriorations;
    }

    List<Disturbance> disturbances() {
        return disturbances;
    }

    List<Absence> admissions() {
        return admissions;
    }

    private static Course drawn(List<Course> courses, Random chance) {
        int left = chance.nextInt(courses.stream().mapToInt(Course::weight).sum());
        for (Course course : courses) {
            left -= course.weight();
            if (left < 0) {
                return course;
            }
        }
        throw new IllegalStateException("what is drawn is less than the sum of the weights");
    }

    /** Until the next of what comes about every so many days, however long ago the last was. */
    static Duration gap(Random chance, double meanDays) {
        return days(-StrictMath.log(1 - chance.nextDouble()) * meanDays);
    }

    static Duration upTo(Random chance, double leastDays, double mostDays) {
        return days(leastDays + chance.nextDouble() * (mostDays - leastDays));
    }

    private static Duration days(double days) {
        return Duration.ofSeconds((long) (days * Duration.ofDays(1).toSeconds()));
    }
}
