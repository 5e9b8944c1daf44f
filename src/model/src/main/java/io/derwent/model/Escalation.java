package io.derwent.model;

import io.derwent.model.AlertEvent.Audience;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Who is told next, and when, while nobody acts on an alert the team knows of: a ladder for each severity but information,
 * which nobody need act on.
 *
 * @param ladders rungs by severity, each list in the order of its times; a severity that is missing climbs as in {@link #USUAL}
 */
public record Escalation(Map<Severity, List<Rung>> ladders) {
    /** Severities that have a ladder, the most severe first. */
    public static final List<Severity> SEVERITIES =
            List.of(Severity.RED_EMERGENCY, Severity.RED, Severity.AMBER_HIGH, Severity.AMBER);

    /** Whom a rung may lead to, in the order in which they are usually told. */
    public static final List<Audience> AUDIENCES = List.of(Audience.LEAD, Audience.OUT_OF_HOURS);

    private static final Map<Severity, List<Rung>> PROPOSED = Map.of(
            Severity.RED_EMERGENCY,
            List.of(
                    new Rung(Audience.LEAD, Duration.ofMinutes(10)),
                    new Rung(Audience.OUT_OF_HOURS, Duration.ofMinutes(20))),
            Severity.RED,
            List.of(
                    new Rung(Audience.LEAD, Duration.ofMinutes(30)),
                    new Rung(Audience.OUT_OF_HOURS, Duration.ofMinutes(60))),
            Severity.AMBER_HIGH,
            List.of(new Rung(Audience.LEAD, Duration.ofHours(4))),
            Severity.AMBER,
            List.of(new Rung(Audience.LEAD, Duration.ofHours(24))));

    /** Where a pathway says nothing. All times are proposals for the clinical owner. */
    public static final Escalation USUAL = new Escalation(PROPOSED);

    public Escalation {
        Map<Severity, List<Rung>> complete = new EnumMap<>(PROPOSED);
        ladders.forEach((severity, rungs) -> complete.put(severity, List.copyOf(rungs)));
        complete.keySet().retainAll(Set.copyOf(SEVERITIES));
        ladders = Collections.unmodifiableMap(complete);
    }

    /** The rungs an alert of this severity climbs; none for information. */
    public List<Rung> of(Severity severity) {
        return ladders.getOrDefault(severity, List.of());
    }

    /**
     * A step of a ladder.
     *
     * @param audience who is told
     * @param after    how long after the alert was raised, became more severe, was given back or was snoozed until
     */
    public record Rung(Audience audience, Duration after) {
        public Rung {
            Objects.requireNonNull(audience, "audience");
            Objects.requireNonNull(after, "after");
        }
    }
}
