package io.derwent.model;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured, in our units. Holding one means it is complete for its {@link Kind} and within the plausible
 * ranges of its {@link Parameter}s.
 *
 * @param quantities numbers, each in {@link Parameter#ucum()}; decimals as the device sent them, never rounded
 * @param findings   words, each one of {@link Finding#words()}
 */
public record Measurement(Kind kind, Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings) {
    /** Pulse pressure (systolic minus diastolic) below this is doubtful: kept and shown, but outside averages. */
    private static final BigDecimal LEAST_PULSE_PRESSURE = BigDecimal.TEN;

    /**
     * Checks everything; holding one means it is valid.
     *
     * @throws InvalidMeasurement if a required field is missing, nothing is present, a value is outside its plausible
     *     range, a word is unknown, the diastolic pressure is not below the systolic, or a glucose has a number and lies
     *     beyond what its meter can measure
     */
    public Measurement {
        quantities = unmodifiable(Parameter.class, quantities);
        findings = unmodifiable(Finding.class, findings);
        checkPresence(kind, quantities, findings);
        quantities.forEach(Measurement::checkRange);
        findings.forEach(Measurement::checkWord);
        checkBloodPressure(quantities);
        checkGlucose(quantities, findings);
    }

    public Optional<BigDecimal> quantity(Parameter parameter) {
        return Optional.ofNullable(quantities.get(parameter));
    }

    public Optional<String> finding(Finding finding) {
        return Optional.ofNullable(findings.get(finding));
    }

    /** Whether a nurse should doubt the value: a pulse pressure below 10 mmHg. */
    public boolean isDoubtful() {
        BigDecimal systolic = quantities.get(Parameter.SYSTOLIC_BP);
        BigDecimal diastolic = quantities.get(Parameter.DIASTOLIC_BP);
        return systolic != null
                && diastolic != null
                && systolic.subtract(diastolic).compareTo(LEAST_PULSE_PRESSURE) < 0;
    }

    private static <K extends Enum<K>, V> Map<K, V> unmodifiable(Class<K> keys, Map<K, V> map) {
        EnumMap<K, V> copy = new EnumMap<>(keys);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }

    private static void checkPresence(Kind kind, Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings) {
        if (quantities.isEmpty() && findings.isEmpty()) {
            throw new InvalidMeasurement(kind.code() + " carries no value");
        }
        for (Kind.Field field : kind.fields()) {
            boolean present = field instanceof Kind.Field.Quantity quantity
                    ? quantities.containsKey(quantity.parameter())
                    : findings.containsKey(((Kind.Field.Word) field).finding());
            if (field.required() && !present) {
                throw new InvalidMeasurement(kind.code() + " lacks its required field " + field.jsonName());
            }
        }
    }

    private static void checkRange(Parameter parameter, BigDecimal value) {
        if (!parameter.isPlausible(value)) {
            throw new InvalidMeasurement("%s is %s, plausible is %s to %s %s"
                    .formatted(parameter.code(), value, parameter.lowest(), parameter.highest(), parameter.ucum()));
        }
    }

    private static void checkWord(Finding finding, String word) {
        if (!finding.words().contains(word)) {
            throw new InvalidMeasurement(
                    "%s is \"%s\", one of %s is expected".formatted(finding.code(), word, finding.words()));
        }
    }

    private static void checkGlucose(Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings) {
        if (quantities.containsKey(Parameter.BLOOD_GLUCOSE) && findings.containsKey(Finding.GLUCOSE_RANGE)) {
            throw new InvalidMeasurement("blood_glucose is %s and glucose_range \"%s\", only one of them is expected"
                    .formatted(quantities.get(Parameter.BLOOD_GLUCOSE), findings.get(Finding.GLUCOSE_RANGE)));
        }
    }

    private static void checkBloodPressure(Map<Parameter, BigDecimal> quantities) {
        BigDecimal systolic = quantities.get(Parameter.SYSTOLIC_BP);
        BigDecimal diastolic = quantities.get(Parameter.DIASTOLIC_BP);
        if (systolic != null && diastolic != null && diastolic.compareTo(systolic) >= 0) {
            throw new InvalidMeasurement("diastolic %s is not below systolic %s".formatted(diastolic, systolic));
        }
    }
}
