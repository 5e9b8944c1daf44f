package io.derwent.model;

import java.math.BigDecimal;
import java.util.Locale;

/**
 * A clinical quantity with its UCUM unit and the range within which a value can be a measurement of a living person.
 *
 * <p>A value outside the range is not "very high", it is a device or typing fault: it is refused at the door. Ranges are
 * inclusive (source: the plausible_min and plausible_max columns of our codes table, a proposal for the clinical owner).
 */
public enum Parameter {
    SYSTOLIC_BP("mm[Hg]", "40", "300"),
    DIASTOLIC_BP("mm[Hg]", "20", "200"),
    MEAN_BP("mm[Hg]", "25", "230"),
    PULSE_RATE("/min", "20", "250"),
    SPO2("%", "50", "100"),
    RESPIRATORY_RATE("/min", "4", "60"),
    BODY_TEMPERATURE("Cel", "30.0", "43.0"),
    BODY_WEIGHT("kg", "20", "300"),
    BLOOD_GLUCOSE("mmol/L", "0.6", "35.0"),
    /** Of a day, as a wearable works it out from the hours at rest or asleep. */
    RESTING_HEART_RATE("/min", "25", "150"),
    /** Of a day. */
    STEPS("{steps}", "0", "150000"),
    /** How long a wearable was worn, of a day. */
    WEAR_TIME("min", "0", "1500"),
    /** Asleep, of a night. */
    SLEEP_TIME("min", "0", "1440");

    private final String ucum;
    private final BigDecimal lowest;
    private final BigDecimal highest;

    Parameter(String ucum, String lowest, String highest) {
        this.ucum = ucum;
        this.lowest = new BigDecimal(lowest);
        this.highest = new BigDecimal(highest);
    }

    /** The unit every value of this parameter is in, as UCUM code. */
    public String ucum() {
        return ucum;
    }

    /** Least plausible value, inclusive, in {@link #ucum()}. */
    public BigDecimal lowest() {
        return lowest;
    }

    /** Greatest plausible value, inclusive, in {@link #ucum()}. */
    public BigDecimal highest() {
        return highest;
    }

    public boolean isPlausible(BigDecimal value) {
        return value.compareTo(lowest) >= 0 && value.compareTo(highest) <= 0;
    }

    /** The name on our topics, in tables and in rules: {@code systolic_bp}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The parameter of this code.
     *
     * @throws IllegalArgumentException if no parameter has this code
     */
    public static Parameter ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
