package io.derwent.model;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a care plan, as data: explainable, replayable, versioned. The functions that evaluate rules are in
 * {@code clinical}; the JSON they travel as is in {@code wire}.
 */
public sealed interface Rule {
    /** The id the clinical owner knows it by: {@code BP-03}. */
    String id();

    /** Rises with every change of meaning; stands in each alert the rule raises. */
    int version();

    Severity severity();

    /** How long what happened stays worth acting on, and how an episode of this rule lives. */
    Timing timing();

    /** The severity of a breach: of 0 that of the rule, of 1 and up that of its higher grades. */
    default Severity severityOf(int grade) {
        return severity();
    }

    /** What confirms a breach of this grade. */
    default Confirm confirmOf(int grade) {
        return new Confirm.None();
    }

    /** Whether the patient is asked to measure again on a breach. */
    default boolean promptPatient() {
        return false;
    }

    /**
     * A quantity against limits. A reading breaches when all limits of at least one alternative are met. Within an
     * alternative the limit at the edge of the normal range stands first: it is the one a personal threshold moves.
     *
     * @param anyOf         alternatives; each is a list of limits that must all be met
     * @param onlyWhen      findings the reading must carry for the rule to apply ({@code air_or_oxygen = oxygen}); most
     *     rules have none
     * @param confirm       whether a repeat must confirm the breach
     * @param extreme       limits so far out that no repeat is asked first: any one met alerts at once
     * @param higher        further out and more severe, rising; an episode that reaches one escalates
     * @param clearWhen     limits that must all be met for an open episode to clear (hysteresis); empty: as soon as the
     *     rule is not breached
     * @param promptPatient whether the patient is asked to measure again on a breach
     * @param recheck       how long after a breach the patient is asked to measure again if nothing came; null: not
     */
    record Threshold(
            String id,
            int version,
            Severity severity,
            List<List<Limit>> anyOf,
            List<Condition> onlyWhen,
            Confirm confirm,
            List<Limit> extreme,
            List<Grade> higher,
            List<Limit> clearWhen,
            boolean promptPatient,
            @Nullable Duration recheck,
            Timing timing)
            implements Rule {
        public Threshold {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(confirm, "confirm");
            Objects.requireNonNull(timing, "timing");
            anyOf = anyOf.stream().map(List::copyOf).toList();
            onlyWhen = List.copyOf(onlyWhen);
            extreme = List.copyOf(extreme);
            higher = copyOrNone(higher);
            clearWhen = List.copyOf(clearWhen);
        }

        @Override
        public Severity severityOf(int grade) {
            return isHigher(grade) ? higher.get(grade - 1).severity() : severity;
        }

        @Override
        public Confirm confirmOf(int grade) {
            return isHigher(grade) ? higher.get(grade - 1).confirm() : confirm;
        }

        /** A grade remembered from an earlier version of the rule may be none of this one. */
        private boolean isHigher(int grade) {
            return grade > 0 && grade <= higher.size();
        }
    }

    /** A more severe band of a threshold rule, with its own confirmation. */
    record Grade(Severity severity, List<List<Limit>> anyOf, Confirm confirm) {
        public Grade {
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(confirm, "confirm");
            anyOf = anyOf.stream().map(List::copyOf).toList();
        }
    }

    /** A finding that must be present with this word. */
    record Condition(Finding finding, String word) {
        public Condition {
            Objects.requireNonNull(finding, "finding");
            Objects.requireNonNull(word, "word");
        }
    }

    /**
     * A NEWS2 result. Breaches when the total (for an incomplete set its lower bound) is within the band, or when any known
     * part scores 3 and {@code anySingleThree} says so; a total above the band belongs to another rule.
     *
     * @param sets   the observation sets it judges
     * @param atMost greatest total of the band, inclusive; 20 when it has no upper end
     * @param higher more severe from a total on, rising; an episode that reaches one escalates
     */
    record Score(
            String id,
            int version,
            Severity severity,
            Sets sets,
            int atLeast,
            int atMost,
            boolean anySingleThree,
            List<ScoreGrade> higher,
            Timing timing)
            implements Rule {
        public Score {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(timing, "timing");
            sets = sets == null ? Sets.ALL : sets;
            higher = copyOrNone(higher);
        }

        @Override
        public Severity severityOf(int grade) {
            return grade > 0 && grade <= higher.size() ? higher.get(grade - 1).severity() : severity;
        }

        /** Which observation sets a rule judges. */
        public enum Sets {
            ALL,
            COMPLETE,
            PARTIAL
        }
    }

    /** A more severe band of a score rule: from this total (or lower bound) on. */
    record ScoreGrade(Severity severity, int atLeast) {
        public ScoreGrade {
            Objects.requireNonNull(severity, "severity");
        }
    }

    /**
     * A rise within days: a value against the least of the days before it, calendar days in the UK. Values the device doubts
     * count neither way.
     *
     * @param anyOf one is enough to breach
     * @param clear an episode clears when this is not exceeded either; it looks back further and allows less
     */
    record Change(
            String id,
            int version,
            Severity severity,
            Parameter parameter,
            List<Rise> anyOf,
            Rise clear,
            boolean promptPatient,
            Timing timing)
            implements Rule {
        public Change {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(clear, "clear");
            Objects.requireNonNull(timing, "timing");
            anyOf = List.copyOf(anyOf);
        }
    }

    /** More than {@code above} over the least value of the {@code days} before; exactly that much is not more. */
    record Rise(BigDecimal above, int days) {
        public Rise {
            Objects.requireNonNull(above, "above");
        }
    }

    /**
     * The average of blood pressures at home (NICE NG136) over the last seven days, once it has four full days. Breaches when
     * a limit is met, unless the average belongs to the range of another rule.
     *
     * @param anyOf  limits of the mean, one met is enough
     * @param unless limits of the range above: with one of these met the average is neither a breach nor in range
     */
    record Average(String id, int version, Severity severity, List<Limit> anyOf, List<Limit> unless, Timing timing)
            implements Rule {
        public Average {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(timing, "timing");
            anyOf = List.copyOf(anyOf);
            unless = copyOrNone(unless);
        }
    }

    /**
     * A value against what is usual for this person.
     *
     * @param method      how it is compared
     * @param direction   which way it must have gone
     * @param by          by how much, in the method's own measure
     * @param days        how far back what is usual reaches, 14 to 28
     * @param consecutive how many values in a row must have gone that far, 1 and up
     */
    record Baseline(
            String id,
            int version,
            Severity severity,
            Parameter parameter,
            Method method,
            Direction direction,
            BigDecimal by,
            int days,
            int consecutive,
            Timing timing)
            implements Rule {
        public Baseline {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(method, "method");
            Objects.requireNonNull(direction, "direction");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(timing, "timing");
        }

        /** How a value is compared with what is usual. */
        public enum Method {
            /** At least {@code by} units from the median. */
            FROM_MEDIAN,
            /** At least {@code by} robust sigmas from the median. */
            ROBUST_Z,
            /** The moving average of robust z lies beyond {@code by} sigmas. */
            EWMA,
            /** The cumulated sum of robust z lies above {@code by} sigmas. */
            CUSUM,
            /** The mean of seven days lies beyond {@code by} times the median of the days before them. */
            WEEK_SHARE,
            /** The mean of seven days lies more than {@code by} robust sigmas from the median of the days before them. */
            WEEK_Z
        }

        /** Which way is out of character. */
        public enum Direction {
            UP,
            DOWN,
            EITHER
        }
    }

    /** Resting heart rate at night against a person's own, for two nights (Nature Medicine 2022;28:175). */
    record NightSignal(String id, int version, Severity severity, Level level, Timing timing) implements Rule {
        public NightSignal {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(level, "level");
            Objects.requireNonNull(timing, "timing");
        }

        /** As the publication names them; a red night is no yellow one. */
        public enum Level {
            YELLOW,
            RED
        }
    }

    /**
     * Readings the plan's schedule expects and that did not come. The patient is asked first, then the carer, then the team
     * knows.
     *
     * @param grace      how long after its time a reading may come
     * @param carerAfter how long after the patient the carer is asked
     * @param alertAfter how many expected readings in a row must be missing before the team is told
     */
    record Missed(
            String id,
            int version,
            Severity severity,
            Duration grace,
            Duration carerAfter,
            int alertAfter,
            Timing timing)
            implements Rule {
        public Missed {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(grace, "grace");
            Objects.requireNonNull(carerAfter, "carerAfter");
            Objects.requireNonNull(timing, "timing");
        }

        @Override
        public boolean promptPatient() {
            return true;
        }
    }

    /**
     * Soft signs a carer answered yes to.
     *
     * @param higher more severe from a number of signs on, rising
     */
    record SoftSigns(String id, int version, Severity severity, int atLeast, List<SignsGrade> higher, Timing timing)
            implements Rule {
        public SoftSigns {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(timing, "timing");
            higher = copyOrNone(higher);
        }

        @Override
        public Severity severityOf(int grade) {
            return grade > 0 && grade <= higher.size() ? higher.get(grade - 1).severity() : severity;
        }
    }

    /** A more severe band of soft signs: from this many on. */
    record SignsGrade(Severity severity, int atLeast) {
        public SignsGrade {
            Objects.requireNonNull(severity, "severity");
        }
    }

    /**
     * What a device says about itself or about a value it cannot give.
     *
     * @param kind     of the readings it concerns
     * @param marks    any of these
     * @param findings or any of these words
     * @param times    on how many readings
     * @param within   this long, ending with the newest
     */
    record DeviceFault(
            String id,
            int version,
            Severity severity,
            Kind kind,
            List<Mark> marks,
            List<Condition> findings,
            int times,
            Duration within,
            boolean promptPatient,
            Timing timing)
            implements Rule {
        public DeviceFault {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(within, "within");
            Objects.requireNonNull(timing, "timing");
            marks = copyOrNone(marks);
            findings = copyOrNone(findings);
        }
    }

    /**
     * A value on shared kit so far from what is usual for this person ({@code RobustBaseline}) that it may be another's. Such a
     * value takes no concern away, stands outside averages and baselines, and counts for other rules only when it is repeated
     * or nobody answers; this rule asks for the repeat.
     *
     * @param by            how many sigmas from the person's median, either way, are too far
     * @param days          how far back the baseline reaches
     * @param promptPatient whether whoever measured is asked to measure again
     */
    record OutOfCharacter(
            String id,
            int version,
            Severity severity,
            Parameter parameter,
            BigDecimal by,
            int days,
            Confirm confirm,
            boolean promptPatient,
            Timing timing)
            implements Rule {
        public OutOfCharacter {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(severity, "severity");
            Objects.requireNonNull(parameter, "parameter");
            Objects.requireNonNull(by, "by");
            Objects.requireNonNull(confirm, "confirm");
            Objects.requireNonNull(timing, "timing");
        }

        @Override
        public Confirm confirmOf(int grade) {
            return confirm;
        }
    }

    /** Plans written before a component existed lack it; they are read as having none. */
    private static <T> List<T> copyOrNone(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
