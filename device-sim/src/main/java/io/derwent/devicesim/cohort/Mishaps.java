package io.derwent.devicesim.cohort;

import io.derwent.model.Kind;
import io.derwent.model.Parameter;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What goes wrong between a body and a display. A mishap belongs to an hour: the cuff put on loosely stays loose for the second
 * reading as often as not, and less often once somebody was asked to measure again. How often is assumed.
 */
final class Mishaps {
    private static final double LOOSE_CUFF = 0.01;
    private static final double NO_PULSE_PRESSURE = 0.004;
    private static final double DIASTOLIC_OF_ONE = 0.0015;
    private static final double COLD_FINGER = 0.025;
    private static final double SOMEBODY_ELSE = 0.012;
    private static final double CLOTHED = 0.02;
    private static final double SUGAR = 0.012;
    private static final double HOT_DRINK = 0.015;

    private static final double LIGHTEST_OTHER = 45;
    private static final double HEAVIEST_OTHER = 110;
    private static final double LEAST_APART = 8;

    private Mishaps() {}

    /** How careful somebody is, as the share of readings a mishap of that hour reaches. */
    enum Care {
        USUAL(0.6),
        AFTER_A_PROMPT(0.25);

        private final double reached;

        Care(double reached) {
            this.reached = reached;
        }
    }

    /**
     * Changes the values of one measurement if something goes wrong, and says what did.
     *
     * @param hour    decides whether something does in this hour
     * @param reading decides whether it does to this one, and how much
     */
    static Optional<Artefact.Kind> befall(
            Kind kind, Map<Parameter, Double> values, Random hour, Random reading, Care care) {
        boolean reached = reading.nextDouble() < care.reached;
        double how = reading.nextDouble();
        Optional<Artefact.Kind> mishap = of(kind, hour.nextDouble()).filter(what -> reached);
        mishap.ifPresent(what -> apply(what, values, how));
        return mishap;
    }

    private static Optional<Artefact.Kind> of(Kind kind, double drawn) {
        return switch (kind) {
            case BP_PANEL -> ofCuff(drawn);
            case SPO2, OBSERVATION_SET -> among(drawn, COLD_FINGER, Artefact.Kind.COLD_FINGER);
            case WEIGHT ->
                among(drawn, SOMEBODY_ELSE, Artefact.Kind.SOMEBODY_ELSES_WEIGHT)
                        .or(() -> among(drawn - SOMEBODY_ELSE, CLOTHED, Artefact.Kind.CLOTHED));
            case GLUCOSE -> among(drawn, SUGAR, Artefact.Kind.SUGAR_ON_THE_FINGER);
            case TEMPERATURE -> among(drawn, HOT_DRINK, Artefact.Kind.HOT_DRINK);
            case PULSE, RESPIRATORY_RATE, RESTING_HEART_RATE, STEPS, SLEEP, SOFT_SIGNS -> Optional.empty();
        };
    }

    private static Optional<Artefact.Kind> ofCuff(double drawn) {
        double second = drawn - LOOSE_CUFF;
        double third = second - NO_PULSE_PRESSURE;
        return among(drawn, LOOSE_CUFF, Artefact.Kind.LOOSE_CUFF)
                .or(() -> among(second, NO_PULSE_PRESSURE, Artefact.Kind.NO_PULSE_PRESSURE))
                .or(() -> among(third, DIASTOLIC_OF_ONE, Artefact.Kind.DIASTOLIC_OF_ONE));
    }

    private static Optional<Artefact.Kind> among(double drawn, double share, Artefact.Kind kind) {
        return drawn < share ? Optional.of(kind) : Optional.empty();
    }

    private static void apply(Artefact.Kind mishap, Map<Parameter, Double> values, double how) {
        switch (mishap) {
            case LOOSE_CUFF -> {
                values.computeIfPresent(Parameter.SYSTOLIC_BP, (parameter, value) -> value + 15 + how * 30);
                values.computeIfPresent(Parameter.DIASTOLIC_BP, (parameter, value) -> value + 8 + how * 17);
            }
            case NO_PULSE_PRESSURE ->
                values.computeIfPresent(
                        Parameter.DIASTOLIC_BP,
                        (parameter, value) -> values.getOrDefault(Parameter.SYSTOLIC_BP, value) - 3 - how * 6);
            case DIASTOLIC_OF_ONE -> values.replace(Parameter.DIASTOLIC_BP, 1.0);
            case COLD_FINGER ->
                values.computeIfPresent(Parameter.SPO2, (parameter, value) -> Math.max(60, value - 3 - how * 11));
            case SOMEBODY_ELSES_WEIGHT ->
                values.computeIfPresent(Parameter.BODY_WEIGHT, (parameter, value) -> other(value, how));
            case CLOTHED ->
                values.computeIfPresent(Parameter.BODY_WEIGHT, (parameter, value) -> value + 0.8 + how * 1.4);
            case SUGAR_ON_THE_FINGER ->
                values.computeIfPresent(Parameter.BLOOD_GLUCOSE, (parameter, value) -> value + 3 + how * 9);
            case HOT_DRINK ->
                values.computeIfPresent(Parameter.BODY_TEMPERATURE, (parameter, value) -> value + 0.6 + how * 1.2);
        }
    }

    private static double other(double own, double how) {
        double weight = LIGHTEST_OTHER + how * (HEAVIEST_OTHER - LIGHTEST_OTHER);
        return Math.abs(weight - own) < LEAST_APART ? own + LEAST_APART : weight;
    }
}
