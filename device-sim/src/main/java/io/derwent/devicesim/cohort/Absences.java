package io.derwent.devicesim.cohort;

import io.derwent.devicesim.scenario.Seeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * When one patient's devices are silent: holidays, times in hospital, times without a line. Two in three of those without a line
 * last less than a day, one in ten three to seven days, as wearables and hubs that synchronise late do.
 */
final class Absences {
    private static final double DAYS_BETWEEN_HOLIDAYS = 150;
    private static final Duration HOLIDAY = Duration.ofDays(7);
    private static final double DAYS_BETWEEN_OFFLINES = 35;
    private static final double SHORT = 0.6;
    private static final double AT_MOST_THREE_DAYS = 0.9;

    private final List<Absence> all = new ArrayList<>();

    private Absences() {}

    static Absences of(CohortPlan plan, String patient, Health health) {
        Absences absences = new Absences();
        absences.all.addAll(health.admissions());
        absences.goOnHoliday(plan, Seeds.of(plan.seed(), "holidays", patient), health);
        absences.loseTheLine(plan, Seeds.of(plan.seed(), "offline", patient));
        return absences;
    }

    private void goOnHoliday(CohortPlan plan, Random chance, Health health) {
        Instant from = plan.start().plus(Health.gap(chance, DAYS_BETWEEN_HOLIDAYS));
        while (from.isBefore(plan.end())) {
            Instant until = from.plus(HOLIDAY);
            if (!health.isIll(from, until)) {
                all.add(new Absence(Absence.Kind.HOLIDAY, from, until));
            }
            from = until.plus(Health.gap(chance, DAYS_BETWEEN_HOLIDAYS));
        }
    }

    private void loseTheLine(CohortPlan plan, Random chance) {
        Instant from = plan.start().plus(Health.gap(chance, DAYS_BETWEEN_OFFLINES));
        while (from.isBefore(plan.end())) {
            double kind = chance.nextDouble();
            Duration length = kind < SHORT
                    ? Health.upTo(chance, 0.1, 1)
                    : kind < AT_MOST_THREE_DAYS ? Health.upTo(chance, 1, 3) : Health.upTo(chance, 3, 7);
            all.add(new Absence(Absence.Kind.OFFLINE, from, from.plus(length)));
            from = from.plus(length).plus(Health.gap(chance, DAYS_BETWEEN_OFFLINES));
        }
    }

    List<Absence> all() {
        return all;
    }

    /** Whether nothing is measured at this time. */
    boolean isAway(Instant at) {
        return all.stream().anyMatch(absence -> absence.kind() != Absence.Kind.OFFLINE && absence.covers(at));
    }

    /** The time without a line this lies in, if it does. */
    Optional<Absence> offline(Instant at) {
        return all.stream()
                .filter(absence -> absence.kind() == Absence.Kind.OFFLINE && absence.covers(at))
                .findFirst();
    }
}
