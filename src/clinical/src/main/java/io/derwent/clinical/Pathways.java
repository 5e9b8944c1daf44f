package io.derwent.clinical;

import static io.derwent.model.Limit.Comparison.ABOVE;
import static io.derwent.model.Limit.Comparison.AT_LEAST;
import static io.derwent.model.Limit.Comparison.AT_MOST;
import static io.derwent.model.Limit.Comparison.BELOW;
import static io.derwent.model.Parameter.BLOOD_GLUCOSE;
import static io.derwent.model.Parameter.BODY_TEMPERATURE;
import static io.derwent.model.Parameter.DIASTOLIC_BP;
import static io.derwent.model.Parameter.SPO2;
import static io.derwent.model.Parameter.SYSTOLIC_BP;

import io.derwent.model.Confirm;
import io.derwent.model.Finding;
import io.derwent.model.Limit;
import io.derwent.model.Parameter;
import io.derwent.model.Rule;
import io.derwent.model.Severity;
import io.derwent.model.Timing;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pathways care plans start from, with every rule a machine can compute from single readings and observation sets.
 *
 * <p>All of it is configuration for the clinical owner of the deploying organisation to confirm; {@link #provenance} says
 * where a rule comes from and what of it was verified. Where bands touch, the neighbour begins exactly where the other
 * ends ({@code > 92} beside {@code <= 92}), so that decimals leave no gap. Clearing limits (hysteresis) are proposals.
 */
public final class Pathways {
    /** Target of 88 to 92 %. */
    static final String COPD = "copd";

    private static final Confirm NONE = new Confirm.None();
    private static final Confirm WITHIN_HALF_AN_HOUR =
            new Confirm.Repeat(Duration.ofMinutes(1), Duration.ofMinutes(30));
    private static final Confirm WITHIN_AN_HOUR = new Confirm.Repeat(Duration.ofMinutes(1), Duration.ofMinutes(60));
    private static final Confirm WITHIN_SIX_HOURS = new Confirm.Repeat(Duration.ofMinutes(15), Duration.ofHours(6));
    private static final Duration FIFTEEN_MINUTES = Duration.ofMinutes(15);
    private static final int HIGHEST_TOTAL = 20;

    private static final Rule SEVERE_BLOOD_PRESSURE = new ThresholdBuilder("BP-03", Severity.RED)
            .breachedBy(limit(SYSTOLIC_BP, AT_LEAST, "180"))
            .breachedBy(limit(DIASTOLIC_BP, AT_LEAST, "120"))
            .confirm(WITHIN_HALF_AN_HOUR)
            .extreme(limit(SYSTOLIC_BP, AT_LEAST, "220"), limit(DIASTOLIC_BP, AT_LEAST, "130"))
            .clearWhen(limit(SYSTOLIC_BP, BELOW, "175"), limit(DIASTOLIC_BP, BELOW, "115"))
            .promptPatient()
            .build();

    private static final Rule LOW_BLOOD_PRESSURE = new ThresholdBuilder("BP-08", Severity.AMBER)
            .breachedBy(limit(SYSTOLIC_BP, BELOW, "100"))
            .confirm(WITHIN_HALF_AN_HOUR)
            .clearWhen(limit(SYSTOLIC_BP, AT_LEAST, "105"))
            .promptPatient()
            .build();

    private static final Rule LOW_OXYGEN = new ThresholdBuilder("OX-02", Severity.AMBER)
            .breachedBy(limit(SPO2, BELOW, "95"), limit(SPO2, ABOVE, "92"))
            .confirm(WITHIN_AN_HOUR)
            .clearWhen(limit(SPO2, AT_LEAST, "95"))
            .promptPatient()
            .build();

    private static final Rule VERY_LOW_OXYGEN = new ThresholdBuilder("OX-03", Severity.RED)
            .breachedBy(limit(SPO2, AT_MOST, "92"))
            .confirm(NONE)
            .clearWhen(limit(SPO2, AT_LEAST, "94"))
            .promptPatient()
            .build();

    private static final Rule LOW_OXYGEN_ON_SCALE_2 = new ThresholdBuilder("OX-04", Severity.AMBER)
            .breachedBy(limit(SPO2, BELOW, "88"))
            .confirm(WITHIN_AN_HOUR)
            .higher(new Rule.Grade(Severity.RED, List.of(List.of(limit(SPO2, AT_MOST, "85"))), NONE))
            .clearWhen(limit(SPO2, AT_LEAST, "88"))
            .promptPatient()
            .build();

    private static final Rule TOO_MUCH_OXYGEN_ON_SCALE_2 = new ThresholdBuilder("OX-05", Severity.AMBER)
            .breachedBy(limit(SPO2, ABOVE, "92"))
            .onlyWhen(new Rule.Condition(Finding.AIR_OR_OXYGEN, "oxygen"))
            .confirm(NONE)
            .higher(
                    new Rule.Grade(Severity.AMBER_HIGH, List.of(List.of(limit(SPO2, AT_LEAST, "95"))), NONE),
                    new Rule.Grade(Severity.RED, List.of(List.of(limit(SPO2, AT_LEAST, "97"))), NONE))
            .clearWhen(limit(SPO2, AT_MOST, "92"))
            .build();

    private static final Rule LOW_GLUCOSE = new ThresholdBuilder("GL-01", Severity.AMBER)
            .breachedBy(limit(BLOOD_GLUCOSE, BELOW, "4.0"), limit(BLOOD_GLUCOSE, AT_LEAST, "3.0"))
            .confirm(NONE)
            .clearWhen(limit(BLOOD_GLUCOSE, AT_LEAST, "4.0"))
            .promptPatient()
            .recheckAfter(FIFTEEN_MINUTES)
            .build();

    private static final Rule VERY_LOW_GLUCOSE = new ThresholdBuilder("GL-02", Severity.RED)
            .breachedBy(limit(BLOOD_GLUCOSE, BELOW, "3.0"))
            .confirm(NONE)
            .clearWhen(limit(BLOOD_GLUCOSE, AT_LEAST, "4.0"))
            .promptPatient()
            .recheckAfter(FIFTEEN_MINUTES)
            .build();

    private static final Rule HIGH_GLUCOSE = new ThresholdBuilder("GL-04", Severity.AMBER)
            .breachedBy(limit(BLOOD_GLUCOSE, ABOVE, "11"))
            .confirm(NONE)
            .higher(new Rule.Grade(Severity.RED, List.of(List.of(limit(BLOOD_GLUCOSE, ABOVE, "15"))), WITHIN_SIX_HOURS))
            .clearWhen(limit(BLOOD_GLUCOSE, AT_MOST, "10"))
            .build();

    /** NEWS2 bands are to one decimal, rounded half up: 38.05 is 38.1, and 35.04 is 35.0. */
    private static final Rule TEMPERATURE = new ThresholdBuilder("TP-01", Severity.AMBER)
            .breachedBy(limit(BODY_TEMPERATURE, AT_LEAST, "38.05"))
            .breachedBy(limit(BODY_TEMPERATURE, BELOW, "35.05"))
            .confirm(WITHIN_AN_HOUR)
            .clearWhen(limit(BODY_TEMPERATURE, BELOW, "38.05"), limit(BODY_TEMPERATURE, AT_LEAST, "35.05"))
            .promptPatient()
            .build();

    private static final Rule NEWS2_URGENT = new Rule.Score(
            "NW-01", 1, Severity.RED, Rule.Score.Sets.COMPLETE, 5, 6, true, List.of(), Timing.of(Severity.RED));

    private static final Rule NEWS2_EMERGENCY = new Rule.Score(
            "NW-02",
            1,
            Severity.RED_EMERGENCY,
            Rule.Score.Sets.COMPLETE,
            7,
            HIGHEST_TOTAL,
            false,
            List.of(),
            Timing.of(Severity.RED_EMERGENCY));

    private static final Rule NEWS2_PARTIAL = new Rule.Score(
            "NW-03",
            1,
            Severity.RED,
            Rule.Score.Sets.PARTIAL,
            5,
            HIGHEST_TOTAL,
            true,
            List.of(new Rule.ScoreGrade(Severity.RED_EMERGENCY, 7)),
            Timing.of(Severity.RED));

    private static final List<Pathway> ALL = List.of(
            new Pathway("hypertension", 1, List.of(SEVERE_BLOOD_PRESSURE, LOW_BLOOD_PRESSURE)),
            new Pathway("oximetry", 1, List.of(VERY_LOW_OXYGEN, LOW_OXYGEN, TEMPERATURE)),
            new Pathway(COPD, 1, List.of(LOW_OXYGEN_ON_SCALE_2, TOO_MUCH_OXYGEN_ON_SCALE_2, TEMPERATURE)),
            new Pathway("diabetes", 1, List.of(VERY_LOW_GLUCOSE, LOW_GLUCOSE, HIGH_GLUCOSE)),
            new Pathway("virtual-ward", 1, List.of(NEWS2_EMERGENCY, NEWS2_URGENT, NEWS2_PARTIAL)));

    private static final Map<String, Provenance> PROVENANCE = Map.ofEntries(
            Map.entry(
                    "BP-03",
                    new Provenance(
                            "NICE NG136 severe threshold 180/120 (clinic) applied to home",
                            "threshold yes; home use, the repeat within 30 min, extreme at 220/130 and clearing at 175/115"
                                    + " are proposals")),
            Map.entry(
                    "BP-08",
                    new Provenance(
                            "NEWS2 systolic bands; local leaflets",
                            "bands yes; home use, repeat and clearing at 105 are proposals; red at <= 90 needs symptoms and is"
                                    + " not computed")),
            Map.entry(
                    "OX-02",
                    new Provenance(
                            "NHS England COVID Oximetry @home",
                            "bands yes; the repeat interval is general knowledge, unverified")),
            Map.entry("OX-03", new Provenance("NHS England COVID Oximetry @home", "yes; clearing at 94 is a proposal")),
            Map.entry("OX-04", new Provenance("NEWS2 SpO2 scale 2", "bands yes; the repeat for amber is a proposal")),
            Map.entry("OX-05", new Provenance("NEWS2 SpO2 scale 2 on oxygen", "bands yes")),
            Map.entry("GL-01", new Provenance("NHS 'four is the floor'", "yes")),
            Map.entry("GL-02", new Provenance("ADA/EASD levels of hypoglycaemia", "general knowledge, unverified")),
            Map.entry(
                    "GL-04",
                    new Provenance(
                            "local sick-day rules",
                            "general knowledge, unverified; two readings 15 min to 6 h apart as 'persistent' is a"
                                    + " proposal")),
            Map.entry(
                    "TP-01",
                    new Provenance(
                            "NEWS2 temperature bands",
                            "bands yes; red 'with other signs' is left to people; repeat within an hour is a proposal")),
            Map.entry("NW-01", new Provenance("NEWS2, Royal College of Physicians 2017", "yes")),
            Map.entry("NW-02", new Provenance("NEWS2, Royal College of Physicians 2017", "yes")),
            Map.entry(
                    "NW-03",
                    new Provenance("proposal; RCP defines no partial score", "proposal for the clinical owner")));

    private Pathways() {}

    /** Where a rule comes from, and what of it was verified against its source. */
    public record Provenance(String source, String verified) {}

    public static List<Pathway> all() {
        return ALL;
    }

    /** The pathway of this code, or empty if there is none. */
    public static Optional<Pathway> of(String code) {
        return ALL.stream().filter(pathway -> pathway.code().equals(code)).findFirst();
    }

    /**
     * The pathway of this code.
     *
     * @throws IllegalArgumentException naming those there are, if this is none of them
     */
    public static Pathway named(String code) {
        return of(code).orElseThrow(() -> new IllegalArgumentException("pathway is \"%s\", one of %s is expected"
                .formatted(code, ALL.stream().map(Pathway::code).collect(Collectors.joining(", ")))));
    }

    /** Where the rule of this id comes from; empty for a rule that is not ours. */
    public static Optional<Provenance> provenance(String rule) {
        return Optional.ofNullable(PROVENANCE.get(rule));
    }

    private static Limit limit(Parameter parameter, Limit.Comparison comparison, String bound) {
        return new Limit(parameter, comparison, new BigDecimal(bound));
    }

    /** Spells a threshold rule out, so that the table above can be read. */
    private static final class ThresholdBuilder {
        private final String id;
        private final Severity severity;
        private final List<List<Limit>> anyOf = new ArrayList<>();
        private List<Rule.Condition> onlyWhen = List.of();
        private Confirm confirm = NONE;
        private List<Limit> extreme = List.of();
        private List<Rule.Grade> higher = List.of();
        private List<Limit> clearWhen = List.of();
        private boolean promptPatient;
        private @Nullable Duration recheck;

        ThresholdBuilder(String id, Severity severity) {
            this.id = id;
            this.severity = severity;
        }

        /** One more alternative: all of these limits met. */
        ThresholdBuilder breachedBy(Limit... all) {
            anyOf.add(List.of(all));
            return this;
        }

        ThresholdBuilder onlyWhen(Rule.Condition condition) {
            onlyWhen = List.of(condition);
            return this;
        }

        ThresholdBuilder confirm(Confirm by) {
            confirm = by;
            return this;
        }

        ThresholdBuilder extreme(Limit... limits) {
            extreme = List.of(limits);
            return this;
        }

        ThresholdBuilder higher(Rule.Grade... grades) {
            higher = List.of(grades);
            return this;
        }

        ThresholdBuilder clearWhen(Limit... limits) {
            clearWhen = List.of(limits);
            return this;
        }

        ThresholdBuilder promptPatient() {
            promptPatient = true;
            return this;
        }

        ThresholdBuilder recheckAfter(Duration after) {
            recheck = after;
            return this;
        }

        Rule build() {
            return new Rule.Threshold(
                    id,
                    1,
                    severity,
                    anyOf,
                    onlyWhen,
                    confirm,
                    extreme,
                    higher,
                    clearWhen,
                    promptPatient,
                    recheck,
                    Timing.of(severity));
        }
    }
}
