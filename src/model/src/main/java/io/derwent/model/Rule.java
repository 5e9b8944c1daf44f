package io.derwent.model;

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

        /** A rule of one severity. */
        public Threshold(
                String id,
                int version,
                Severity severity,
                List<List<Limit>> anyOf,
                List<Condition> onlyWhen,
                Confirm confirm,
                List<Limit> extreme,
                List<Limit> clearWhen,
                boolean promptPatient,
                Timing timing) {
            this(id, version, severity, anyOf, onlyWhen, confirm, extreme, List.of(), clearWhen, promptPatient, timing);
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

    /** Plans written before a component existed lack it; they are read as having none. */
    private static <T> List<T> copyOrNone(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
