package io.derwent.devicesim.cohort;

import io.derwent.devicesim.scenario.Seeds;
import io.derwent.model.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * What one person's body is like at any time: what is usual, days that are a little off, and what is the matter. The same time
 * always has the same answer; only what a device adds to a reading comes from outside.
 */
final class Body {
    private static final double SINCE_YESTERDAY = 0.5;
    private static final LocalTime EVENING = LocalTime.of(17, 0);
    private static final long SESSION_SECONDS = Duration.ofHours(3).toSeconds();
    private static final int SHORTEST_WAVE_DAYS = 40;
    private static final int LONGEST_WAVE_DAYS = 80;
    private static final double SECONDS_A_DAY = 86_400.0;

    private final CohortPlan plan;
    private final String patient;
    private final Usual usual;
    private final List<Excursion> excursions;
    private final Map<Parameter, Wandering> wanderings = new EnumMap<>(Parameter.class);

    /** How one parameter wanders: something each day, and a wave over weeks. */
    private record Wandering(List<Double> days, double waveDays, double phase) {}

    Body(CohortPlan plan, String patient, Usual usual, List<Excursion> excursions) {
        this.plan = plan;
        this.patient = patient;
        this.usual = usual;
        this.excursions = List.copyOf(excursions);
        usual.levels().keySet().forEach(parameter -> wanderings.put(parameter, wandering(parameter)));
    }

    /**
     * What a device would read.
     *
     * @param device what the device adds
     */
    double value(Parameter parameter, Instant at, Random device) {
        double level = usual.level(parameter);
        for (Excursion excursion : excursions) {
            level += excursion.shift(parameter, at);
        }
        Spread spread = Spread.of(parameter);
        double off = spread.day() * today(parameter, at)
                + spread.session() * session(parameter, at)
                + spread.reading() * device.nextGaussian()
                + spread.drift() * wave(parameter, at)
                + (isEvening(at) ? spread.evening() : 0);
        double value = spread.proportional() ? level * StrictMath.exp(off) : level + off;
        return Math.max(
                parameter.lowest().doubleValue(), Math.min(parameter.highest().doubleValue(), value));
    }

    boolean isConfused(Instant at) {
        return excursions.stream().anyMatch(excursion -> excursion.isConfusing(at));
    }

    private Wandering wandering(Parameter parameter) {
        Random chance = Seeds.of(plan.seed(), "days", patient, parameter.code());
        Double[] days = new Double[plan.days() + 1];
        days[0] = chance.nextGaussian();
        double anew = StrictMath.sqrt(1 - SINCE_YESTERDAY * SINCE_YESTERDAY);
        for (int day = 1; day < days.length; day++) {
            days[day] = SINCE_YESTERDAY * days[day - 1] + anew * chance.nextGaussian();
        }
        double waveDays = SHORTEST_WAVE_DAYS + chance.nextDouble() * (LONGEST_WAVE_DAYS - SHORTEST_WAVE_DAYS);
        return new Wandering(List.of(days), waveDays, chance.nextDouble() * 2 * Math.PI);
    }

    private double today(Parameter parameter, Instant at) {
        List<Double> days = wanderingOf(parameter).days();
        int day = (int) Math.floor(daysSinceStart(at));
        return days.get(Math.max(0, Math.min(days.size() - 1, day)));
    }

    private double wave(Parameter parameter, Instant at) {
        Wandering wandering = wanderingOf(parameter);
        return StrictMath.sin(wandering.phase() + 2 * Math.PI * daysSinceStart(at) / wandering.waveDays());
    }

    private Wandering wanderingOf(Parameter parameter) {
        return Objects.requireNonNull(wanderings.get(parameter));
    }

    /** The same for readings close to each other. */
    private double session(Parameter parameter, Instant at) {
        String hours = Long.toString(Math.floorDiv(at.getEpochSecond(), SESSION_SECONDS));
        return Seeds.of(plan.seed(), "hours", patient, parameter.code(), hours).nextGaussian();
    }

    private double daysSinceStart(Instant at) {
        return Duration.between(plan.start(), at).toSeconds() / SECONDS_A_DAY;
    }

    private static boolean isEvening(Instant at) {
        return !at.atZone(CohortPlan.HOME).toLocalTime().isBefore(EVENING);
    }
}
