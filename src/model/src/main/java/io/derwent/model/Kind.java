package io.derwent.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a device measured, and the fields a message of that kind carries, in the names of the canonical reading JSON
 * ({@code application/vnd.derwent.reading+json}). A new kind is one more constant.
 */
public enum Kind {
    BP_PANEL(
            required("systolic", Parameter.SYSTOLIC_BP),
            required("diastolic", Parameter.DIASTOLIC_BP),
            optional("pulse", Parameter.PULSE_RATE),
            optional("mean", Parameter.MEAN_BP)),
    SPO2(required("percent", Parameter.SPO2), optional("pulse", Parameter.PULSE_RATE)),
    PULSE(required("perMinute", Parameter.PULSE_RATE)),
    WEIGHT(required("kilograms", Parameter.BODY_WEIGHT)),
    TEMPERATURE(required("celsius", Parameter.BODY_TEMPERATURE), optional("site", Finding.TEMPERATURE_SITE)),
    /** A number, or the meter's word that it lies beyond what it can measure (HI, LO), which has no number. */
    GLUCOSE(optional("mmolPerLitre", Parameter.BLOOD_GLUCOSE), optional("range", Finding.GLUCOSE_RANGE)),
    RESPIRATORY_RATE(required("perMinute", Parameter.RESPIRATORY_RATE)),
    /** One NEWS2 observation set; any part may be absent, but not all. */
    OBSERVATION_SET(
            optional("rr", Parameter.RESPIRATORY_RATE),
            optional("spo2", Parameter.SPO2),
            optional("air_or_oxygen", Finding.AIR_OR_OXYGEN),
            optional("sbp", Parameter.SYSTOLIC_BP),
            optional("pulse", Parameter.PULSE_RATE),
            optional("acvpu", Finding.CONSCIOUSNESS),
            optional("temp_c", Parameter.BODY_TEMPERATURE)),
    /** One value a day, from a wearable. */
    RESTING_HEART_RATE(required("perMinute", Parameter.RESTING_HEART_RATE)),
    /** One value a day, from a wearable. */
    STEPS(required("count", Parameter.STEPS), optional("wearMinutes", Parameter.WEAR_TIME)),
    /** One value a night, from a wearable. */
    SLEEP(required("minutes", Parameter.SLEEP_TIME)),
    /** What a carer sees before anything is measured; any answer may be absent, but not all. */
    SOFT_SIGNS(
            optional("breathless", Finding.BREATHLESS),
            optional("reduced_intake", Finding.REDUCED_INTAKE),
            optional("new_confusion", Finding.NEW_CONFUSION),
            optional("sleepier_or_agitated", Finding.SLEEPIER_OR_AGITATED),
            optional("pale_cold_or_mottled", Finding.PALE_COLD_OR_MOTTLED),
            optional("reduced_mobility", Finding.REDUCED_MOBILITY),
            optional("carer_concern", Finding.CARER_CONCERN));

    private static final Map<String, Kind> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::code, kind -> kind));

    private final String code;

    @SuppressWarnings("ImmutableEnumChecker") // List.of of records is immutable
    private final List<Field> fields;

    Kind(Field... fields) {
        this.code = name().toLowerCase(Locale.ROOT);
        this.fields = List.of(fields);
    }

    public List<Field> fields() {
        return fields;
    }

    /** Whether a value stands for a whole day or night: its time is not that of a measurement. */
    public boolean isOfADay() {
        return this == RESTING_HEART_RATE || this == STEPS || this == SLEEP;
    }

    /** The name in messages and tables: {@code bp_panel}. */
    public String code() {
        return code;
    }

    /** The kind of this code, case-sensitive, or empty if there is none. */
    public static Optional<Kind> ofCode(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    /** All codes, for error messages: {@code bp_panel, spo2, …}. */
    public static String codes() {
        return Arrays.stream(values()).map(Kind::code).collect(Collectors.joining(", "));
    }

    private static Field required(String jsonName, Parameter parameter) {
        return new Field.Quantity(jsonName, parameter, true);
    }

    private static Field optional(String jsonName, Parameter parameter) {
        return new Field.Quantity(jsonName, parameter, false);
    }

    private static Field optional(String jsonName, Finding finding) {
        return new Field.Word(jsonName, finding, false);
    }

    /** One field of a message: its JSON name, what it means, and whether the message makes sense without it. */
    public sealed interface Field {
        String jsonName();

        boolean required();

        /** A number, in {@link Parameter#ucum()}. */
        record Quantity(String jsonName, Parameter parameter, boolean required) implements Field {}

        /** One of {@link Finding#words()}. */
        record Word(String jsonName, Finding finding, boolean required) implements Field {}
    }
}
