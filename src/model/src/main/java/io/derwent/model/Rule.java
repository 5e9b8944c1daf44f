package io.derwent.model;

import java.util.List;

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
     * A quantity against limits. A reading breaches when all limits of at least one alternative are met.
     *
     * @param anyOf         alternatives; each is a list of limits that must all be met
     * @param onlyWhen      findings the reading must carry for the rule to apply ({@code air_or_oxygen = oxygen}); most
     *     rules have none
     * @param confirm       whether a repeat must confirm the breach
     * @param extreme       limits so far out that no repeat is asked first: any one met alerts at once
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
            List<Limit> clearWhen,
            boolean promptPatient,
            Timing timing)
            implements Rule {
        public Threshold {
            anyOf = anyOf.stream().map(List::copyOf).toList();
            onlyWhen = List.copyOf(onlyWhen);
            extreme = List.copyOf(extreme);
            clearWhen = List.copyOf(clearWhen);
        }
    }

    /** A finding that must be present with this word. */
    record Condition(Finding finding, String word) {}

    /**
     * A NEWS2 result. Breaches when the total (or, for an incomplete set, its lower bound) is within the band, or when any
     * known part scores 3 and {@code anySingleThree} says so.
     *
     * @param atMost greatest total of the band, inclusive; 20 when it has no upper end
     */
    record Score(
            String id, int version, Severity severity, int atLeast, int atMost, boolean anySingleThree, Timing timing)
            implements Rule {}
}
