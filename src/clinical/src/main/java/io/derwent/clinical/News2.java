package io.derwent.clinical;

import io.derwent.model.Finding;
import io.derwent.model.Parameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The National Early Warning Score 2 (Royal College of Physicians, 2017).
 *
 * <p>RCP defines a score for the full set of seven parameters only. An incomplete set gets bounds here: the least and the
 * greatest total over everything that could complete it (a proposal for the clinical owner). Nothing is ever imputed, and a
 * bound is never shown as "NEWS2 = n".
 *
 * <p>Values are rounded half up before scoring, temperature to one decimal, the others to integers (a proposal: the table
 * has no points between 35.0 and 35.1). Not for under-16s or in pregnancy: ask {@link Unsuited} first.
 */
public final class News2 {
    /** Input names, in the order of the table; they name parts and what is missing. */
    public static final String RR = "rr";

    public static final String SPO2 = "spo2";
    public static final String AIR_OR_OXYGEN = "air_or_oxygen";
    public static final String SBP = "sbp";
    public static final String PULSE = "pulse";
    public static final String ACVPU = "acvpu";
    public static final String TEMP = "temp_c";

    private static final String AIR = "air";
    private static final String OXYGEN = "oxygen";
    private static final String ALERT = "A";
    private static final int OXYGEN_POINTS = 2;
    private static final int MOST_POINTS = 3;
    private static final BigDecimal LEAST_AGE = BigDecimal.valueOf(16);
    private static final int HIGH = 7;
    private static final int MEDIUM = 5;

    private static final List<Band> RR_BANDS = bands("8:3 11:1 20:0 24:2 *:3");
    private static final List<Band> SPO2_SCALE_1 = bands("91:3 93:2 95:1 *:0");
    private static final List<Band> SPO2_SCALE_2_ON_AIR = bands("83:3 85:2 87:1 *:0");
    private static final List<Band> SPO2_SCALE_2_ON_OXYGEN = bands("83:3 85:2 87:1 92:0 94:1 96:2 *:3");
    private static final List<Band> SBP_BANDS = bands("90:3 100:2 110:1 219:0 *:3");
    private static final List<Band> PULSE_BANDS = bands("40:3 50:1 90:0 110:1 130:2 *:3");
    private static final List<Band> TEMP_BANDS = bands("35.0:3 36.0:1 38.0:0 39.0:1 *:2");

    private News2() {}

    /**
     * A result: exact when nothing is missing.
     *
     * @param parts          points by input name, of the parts that are certain; on scale 2 the SpO2 part above 92 % is not,
     *     while air or oxygen is missing
     * @param lowerBound     least total possible; the total itself when complete
     * @param upperBound     greatest total possible; the total itself when complete
     * @param anySingleThree whether a part that is certain scores 3
     * @param missing        input names of what is missing
     */
    public record Result(
            Map<String, Integer> parts, int lowerBound, int upperBound, boolean anySingleThree, List<String> missing) {
        public Result {
            parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
            missing = List.copyOf(missing);
        }

        public boolean isComplete() {
            return missing.isEmpty();
        }

        /** 0 to 20; empty while parts are missing. */
        public OptionalInt total() {
            return isComplete() ? OptionalInt.of(lowerBound) : OptionalInt.empty();
        }

        /**
         * The clinical risk band of a complete set.
         *
         * @throws IllegalStateException if the set is incomplete: a bound has no band
         */
        public Risk risk() {
            int total = total().orElseThrow(() -> new IllegalStateException("incomplete, missing " + missing));
            if (total >= HIGH) {
                return Risk.HIGH;
            }
            if (total >= MEDIUM) {
                return Risk.MEDIUM;
            }
            if (anySingleThree) {
                return Risk.LOW_MEDIUM;
            }
            return total == 0 ? Risk.NONE : Risk.LOW;
        }
    }

    /** Bands of risk, the least frequency of monitoring and the response (NEWS2 RCP 2017, thresholds and triggers). */
    public enum Risk {
        NONE("low", "12h", "continue routine monitoring"),
        LOW("low", "4-6h", "registered nurse (or equivalent) decides on frequency and escalation"),
        LOW_MEDIUM(
                "low-medium",
                "1h",
                "urgent review by ward-based clinician to find the cause and decide on frequency/escalation"),
        MEDIUM("medium", "1h", "urgent review (key threshold for urgent response; think sepsis)"),
        HIGH("high", "continuous", "emergency assessment by critical-care-competent team");

        private final String band;
        private final String monitoring;
        private final String response;

        Risk(String band, String monitoring, String response) {
            this.band = band;
            this.monitoring = monitoring;
            this.response = response;
        }

        public String band() {
            return band;
        }

        public String monitoring() {
            return monitoring;
        }

        /** What staff do, in the words of the table: a hospital's, not a home's. */
        public String response() {
            return response;
        }
    }

    /** Why somebody must not be scored at all (NEWS2 RCP 2017). */
    public enum Unsuited {
        UNDER_16("NEWS2 is not for under-16s"),
        PREGNANT("NEWS2 is not for use in pregnancy");

        private final String reason;

        Unsuited(String reason) {
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }

        /** Because of an age in years; empty from the 16th birthday on. */
        public static Optional<Unsuited> byAge(BigDecimal years) {
            return years.compareTo(LEAST_AGE) < 0 ? Optional.of(UNDER_16) : Optional.empty();
        }
    }

    /**
     * Scores what is there.
     *
     * @param spo2Scale 1, or 2 by a recorded clinician decision
     * @throws IllegalArgumentException if the scale is neither
     */
    public static Result score(Map<Parameter, BigDecimal> quantities, Map<Finding, String> findings, int spo2Scale) {
        if (spo2Scale != 1 && spo2Scale != 2) {
            throw new IllegalArgumentException("spo2Scale is " + spo2Scale + ", 1 or 2 is expected");
        }
        Tally tally = new Tally();
        tally.add(RR, RR_BANDS, integer(quantities.get(Parameter.RESPIRATORY_RATE)));
        addOxygenation(tally, integer(quantities.get(Parameter.SPO2)), findings.get(Finding.AIR_OR_OXYGEN), spo2Scale);
        tally.add(SBP, SBP_BANDS, integer(quantities.get(Parameter.SYSTOLIC_BP)));
        tally.add(PULSE, PULSE_BANDS, integer(quantities.get(Parameter.PULSE_RATE)));
        addConsciousness(tally, findings.get(Finding.CONSCIOUSNESS));
        tally.add(TEMP, TEMP_BANDS, rounded(quantities.get(Parameter.BODY_TEMPERATURE), 1));
        return tally.result();
    }

    /** SpO2 and air or oxygen together: on scale 2 the one decides what the other scores. */
    private static void addOxygenation(Tally tally, @Nullable BigDecimal spo2, @Nullable String gas, int scale) {
        int least = Integer.MAX_VALUE;
        int most = 0;
        Set<Integer> spo2Points = new HashSet<>();
        for (String possible : gas == null ? List.of(AIR, OXYGEN) : List.of(gas)) {
            int gasPoints = possible.equals(OXYGEN) ? OXYGEN_POINTS : 0;
            int lowest = spo2 == null ? 0 : points(spo2Bands(scale, possible), spo2);
            int highest = spo2 == null ? MOST_POINTS : lowest;
            spo2Points.add(lowest);
            least = Math.min(least, gasPoints + lowest);
            most = Math.max(most, gasPoints + highest);
        }
        tally.range(least, most);
        if (spo2 == null) {
            tally.missing(SPO2);
        } else if (spo2Points.size() == 1) {
            tally.part(SPO2, spo2Points.iterator().next());
        }
        if (gas == null) {
            tally.missing(AIR_OR_OXYGEN);
        } else {
            tally.part(AIR_OR_OXYGEN, gas.equals(OXYGEN) ? OXYGEN_POINTS : 0);
        }
    }

    private static List<Band> spo2Bands(int scale, String gas) {
        if (scale == 1) {
            return SPO2_SCALE_1;
        }
        return gas.equals(OXYGEN) ? SPO2_SCALE_2_ON_OXYGEN : SPO2_SCALE_2_ON_AIR;
    }

    private static void addConsciousness(Tally tally, @Nullable String acvpu) {
        if (acvpu == null) {
            tally.missing(ACVPU);
            tally.range(0, MOST_POINTS);
        } else {
            tally.certain(ACVPU, acvpu.equals(ALERT) ? 0 : MOST_POINTS);
        }
    }

    private static @Nullable BigDecimal integer(@Nullable BigDecimal value) {
        return rounded(value, 0);
    }

    private static @Nullable BigDecimal rounded(@Nullable BigDecimal value, int decimals) {
        return value == null ? null : value.setScale(decimals, RoundingMode.HALF_UP);
    }

    private static int points(List<Band> bands, BigDecimal value) {
        for (Band band : bands) {
            if (band.upTo == null || value.compareTo(band.upTo) <= 0) {
                return band.points;
            }
        }
        throw new IllegalStateException("the last band has no end");
    }

    /** Bands in rising order, {@code upTo:points}, both ends of a band inclusive; {@code *} for the open end. */
    private static List<Band> bands(String text) {
        return Arrays.stream(text.split(" ", -1))
                .map(band -> {
                    int colon = band.indexOf(':');
                    String upTo = band.substring(0, colon);
                    return new Band(
                            upTo.equals("*") ? null : new BigDecimal(upTo),
                            Integer.parseInt(band.substring(colon + 1)));
                })
                .toList();
    }

    private record Band(@Nullable BigDecimal upTo, int points) {}

    /** Adds up parts and ranges of one observation set. */
    private static final class Tally {
        private final Map<String, Integer> parts = new LinkedHashMap<>();
        private final List<String> missing = new ArrayList<>();
        private int least;
        private int most;

        void add(String name, List<Band> bands, @Nullable BigDecimal value) {
            if (value == null) {
                missing(name);
                range(0, bands.stream().mapToInt(Band::points).max().orElse(MOST_POINTS));
            } else {
                certain(name, points(bands, value));
            }
        }

        void certain(String name, int points) {
            part(name, points);
            range(points, points);
        }

        void part(String name, int points) {
            parts.put(name, points);
        }

        void missing(String name) {
            missing.add(name);
        }

        void range(int least, int most) {
            this.least += least;
            this.most += most;
        }

        Result result() {
            boolean anyThree = parts.values().stream().anyMatch(points -> points == MOST_POINTS);
            return new Result(parts, least, most, anyThree, missing);
        }
    }
}
