package io.derwent.devicesim.town;

import io.derwent.model.Finding;
import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Measurements by their plain numbers. */
final class Measure {
    private Measure() {}

    /** mmHg, mmHg and beats per minute. */
    static Measurement bloodPressure(int systolic, int diastolic, int pulse) {
        return new Measurement(
                Kind.BP_PANEL,
                Map.of(
                        Parameter.SYSTOLIC_BP, BigDecimal.valueOf(systolic),
                        Parameter.DIASTOLIC_BP, BigDecimal.valueOf(diastolic),
                        Parameter.PULSE_RATE, BigDecimal.valueOf(pulse)),
                Map.of());
    }

    /** Per cent and beats per minute. */
    static Measurement spo2(int percent, int pulse) {
        return new Measurement(
                Kind.SPO2,
                Map.of(Parameter.SPO2, BigDecimal.valueOf(percent), Parameter.PULSE_RATE, BigDecimal.valueOf(pulse)),
                Map.of());
    }

    /** Tenths of a mmol/L. */
    static Measurement glucose(int tenths) {
        return new Measurement(Kind.GLUCOSE, Map.of(Parameter.BLOOD_GLUCOSE, BigDecimal.valueOf(tenths, 1)), Map.of());
    }

    /** Tenths of a degree Celsius, in the ear. */
    static Measurement temperature(int tenths) {
        return new Measurement(
                Kind.TEMPERATURE,
                Map.of(Parameter.BODY_TEMPERATURE, BigDecimal.valueOf(tenths, 1)),
                Map.of(Finding.TEMPERATURE_SITE, "tympanic"));
    }

    /** Tenths of a kilogram. */
    static Measurement weight(int tenths) {
        return new Measurement(Kind.WEIGHT, Map.of(Parameter.BODY_WEIGHT, BigDecimal.valueOf(tenths, 1)), Map.of());
    }

    /** Beats per minute at rest in a night. */
    static Measurement restingHeartRate(int perMinute) {
        return new Measurement(
                Kind.RESTING_HEART_RATE, Map.of(Parameter.RESTING_HEART_RATE, BigDecimal.valueOf(perMinute)), Map.of());
    }

    /** Steps of a day on which the watch was worn. */
    static Measurement steps(int count, int wearMinutes) {
        return new Measurement(
                Kind.STEPS,
                Map.of(
                        Parameter.STEPS,
                        BigDecimal.valueOf(count),
                        Parameter.WEAR_TIME,
                        BigDecimal.valueOf(wearMinutes)),
                Map.of());
    }

    /** Minutes asleep in a night. */
    static Measurement sleep(int minutes) {
        return new Measurement(Kind.SLEEP, Map.of(Parameter.SLEEP_TIME, BigDecimal.valueOf(minutes)), Map.of());
    }

    /** Soft signs a carer looked for: those that were seen, all others not. */
    static Measurement softSigns(Set<Finding> seen) {
        Map<Finding, String> answers = new EnumMap<>(Finding.class);
        for (Kind.Field field : Kind.SOFT_SIGNS.fields()) {
            Finding sign = ((Kind.Field.Word) field).finding();
            answers.put(sign, seen.contains(sign) ? "yes" : "no");
        }
        return new Measurement(Kind.SOFT_SIGNS, Map.of(), answers);
    }

    /**
     * A complete NEWS2 observation set of somebody who is alert.
     *
     * @param gas               {@code air} or {@code oxygen}
     * @param temperatureTenths tenths of a degree Celsius
     */
    static Measurement observations(int rr, int spo2, String gas, int sbp, int pulse, int temperatureTenths) {
        return new Measurement(
                Kind.OBSERVATION_SET,
                Map.of(
                        Parameter.RESPIRATORY_RATE, BigDecimal.valueOf(rr),
                        Parameter.SPO2, BigDecimal.valueOf(spo2),
                        Parameter.SYSTOLIC_BP, BigDecimal.valueOf(sbp),
                        Parameter.PULSE_RATE, BigDecimal.valueOf(pulse),
                        Parameter.BODY_TEMPERATURE, BigDecimal.valueOf(temperatureTenths, 1)),
                Map.of(Finding.AIR_OR_OXYGEN, gas, Finding.CONSCIOUSNESS, "A"));
    }
}
