package io.derwent.devicesim.cohort;

import io.derwent.model.Parameter;

/**
 * How much a parameter varies in one person when nothing is the matter: standard deviations from day to day, from session to
 * session and from reading to reading, a slow drift over weeks, and how much it is higher in the evening.
 *
 * <p>Home pressures vary by about 8 mmHg from day to day in all, oximeters by 1 to 2 points, weights by about half a kilogram,
 * and their weekly mean drifts by more than two in most people (HeartPhone, Eur J Heart Fail 2013). The rest is assumed.
 *
 * @param proportional whether all of this is a share of the level, not an amount
 */
record Spread(double day, double session, double reading, double drift, double evening, boolean proportional) {

    static Spread of(Parameter parameter) {
        return switch (parameter) {
            case SYSTOLIC_BP -> amounts(5, 5, 4, 3, 2);
            case DIASTOLIC_BP, MEAN_BP -> amounts(3, 3, 2.5, 2, 1);
            case PULSE_RATE -> amounts(3.5, 3, 2, 2, 1);
            case SPO2 -> amounts(0.4, 0.4, 0.8, 0.2, 0);
            case RESPIRATORY_RATE -> amounts(0.8, 0.8, 1, 0, 0);
            case BODY_TEMPERATURE -> amounts(0.12, 0.12, 0.12, 0, 0.2);
            case BODY_WEIGHT -> amounts(0.45, 0.25, 0.1, 1.2, 0);
            case BLOOD_GLUCOSE -> new Spread(0.12, 0.21, 0.06, 0.05, 0.03, true);
            case RESTING_HEART_RATE -> amounts(1.5, 0, 0.5, 1, 0);
            case STEPS -> new Spread(0.35, 0, 0, 0.1, 0, true);
            case WEAR_TIME -> amounts(90, 0, 0, 0, 0);
            case SLEEP_TIME -> amounts(45, 0, 0, 10, 0);
        };
    }

    private static Spread amounts(double day, double session, double reading, double drift, double evening) {
        return new Spread(day, session, reading, drift, evening, false);
    }
}
