package io.derwent.clinical;

import io.derwent.model.Rule;
import io.derwent.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An episode that was raised: one alert. Part of {@link PatientState}, a persistent format.
 *
 * <pre>
 *   OPEN ── a newer reading in range ── CLEARED ──┐
 *    │  └── a person resolves it ───────────────── RESOLVED   (quiet for coolDown)
 *    └── its readings were another person's: forgotten
 * </pre>
 *
 * @param alert          id of the alert, set once
 * @param severity       the highest reached; never falls
 * @param firstBreachAt  effectiveTime of its earliest breach; moves back when late breaches arrive
 * @param lastBreachAt   effectiveTime of its newest breach
 * @param readings       ids of the breaching readings it rests on, as they arrived; the newest
 *     {@value RuleState#MOST_OBSERVATIONS}
 * @param clearedBy      id of the reading that cleared it; null unless cleared
 * @param resolvedAt     when a person resolved it; null unless resolved
 * @param acknowledgedBy account that acknowledged it; null if nobody did
 * @param snoozedUntil   end of the snooze; null if never snoozed
 * @param openedAt       when it was raised, became more severe, or was given back: the clocks of the {@link Ladder} run from
 *     here; null if it was raised before there were such clocks
 * @param aliases        ids by which hubs raised it while they had no line, at most {@value #MOST_ALIASES}, the newest; null
 *     if there are none
 */
public record Episode(
        String alert,
        Phase phase,
        Severity severity,
        Instant firstBreachAt,
        Instant lastBreachAt,
        List<String> readings,
        @Nullable String clearedBy,
        @Nullable Instant resolvedAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant snoozedUntil,
        @Nullable Instant openedAt,
        @Nullable List<String> aliases) {
    static final int MOST_ALIASES = 8;

    /** Where an episode is in its life. */
    public enum Phase {
        OPEN,
        CLEARED,
        RESOLVED
    }

    /**
     * Raised by this confirmation; it reaches back over what was connected with it before anybody knew, and is as severe as
     * the worst of that, so that an alert that was over and is back is not milder than it was.
     */
    static Episode raised(String alert, Rule rule, Confirmation confirmation, Timeline timeline, Instant at) {
        Duration actionableFor = rule.timing().actionableFor();
        Instant start = timeline.startOf(
                confirmation.earlier().effectiveTime(), timeline.breachesUpTo(actionableFor), actionableFor);
        List<Observation> breaches = timeline.breachesSince(start, actionableFor);
        return new Episode(
                alert,
                Phase.OPEN,
                Confirmation.severityOf(rule, breaches)
                        .filter(severity -> severity.compareTo(confirmation.severity()) > 0)
                        .orElse(confirmation.severity()),
                start,
                breaches.get(breaches.size() - 1).effectiveTime(),
                Observation.ids(breaches),
                null,
                null,
                null,
                null,
                at,
                null);
    }

    /** Of expected readings that did not come, from the first to the last of them. */
    static Episode missing(String alert, Severity severity, Instant first, Instant last, Instant at) {
        return new Episode(alert, Phase.OPEN, severity, first, last, List.of(), null, null, null, null, at, null);
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** Whether a person resolved it less than {@code coolDown} before {@code receivedAt}. */
    boolean isQuiet(Instant receivedAt, Duration coolDown) {
        return resolvedAt != null && receivedAt.isBefore(resolvedAt.plus(coolDown));
    }

    Episode covering(Instant firstBreachAt, Instant lastBreachAt, List<String> readings) {
        return new Episode(
                alert,
                phase,
                severity,
                firstBreachAt,
                lastBreachAt,
                readings,
                clearedBy,
                resolvedAt,
                acknowledgedBy,
                snoozedUntil,
                openedAt,
                aliases);
    }

    /** Open again, or more severe: whoever had it before may be elsewhere, so somebody is to act anew. */
    Episode openAt(Severity risen, Instant at) {
        return new Episode(
                alert,
                Phase.OPEN,
                risen,
                firstBreachAt,
                lastBreachAt,
                readings,
                null,
                null,
                null,
                snoozedUntil,
                at,
                aliases);
    }

    Episode clearedBy(String reading) {
        return new Episode(
                alert,
                Phase.CLEARED,
                severity,
                firstBreachAt,
                lastBreachAt,
                readings,
                reading,
                null,
                acknowledgedBy,
                snoozedUntil,
                openedAt,
                aliases);
    }

    Episode resolved(Instant at) {
        return new Episode(
                alert,
                Phase.RESOLVED,
                severity,
                firstBreachAt,
                lastBreachAt,
                readings,
                clearedBy,
                at,
                acknowledgedBy,
                snoozedUntil,
                openedAt,
                aliases);
    }

    Episode acknowledged(String who) {
        return new Episode(
                alert,
                phase,
                severity,
                firstBreachAt,
                lastBreachAt,
                readings,
                clearedBy,
                resolvedAt,
                who,
                snoozedUntil,
                openedAt,
                aliases);
    }

    /** Given back by whoever took it: the clocks run anew. One nobody has taken, or that is over, stays as it is. */
    Episode released(Instant at) {
        if (acknowledgedBy == null || !isOpen()) {
            return this;
        }
        return new Episode(
                alert,
                phase,
                severity,
                firstBreachAt,
                lastBreachAt,
                readings,
                clearedBy,
                resolvedAt,
                null,
                snoozedUntil,
                at,
                aliases);
    }

    Episode snoozed(@Nullable Instant until) {
        return new Episode(
                alert,
                phase,
                severity,
                firstBreachAt,
                lastBreachAt,
                readings,
                clearedBy,
                resolvedAt,
                acknowledgedBy,
                until,
                openedAt,
                aliases);
    }

    /** The same episode, which a hub has raised as well. */
    Episode knownAlsoAs(String hubs) {
        List<String> all = new ArrayList<>(aliases == null ? List.of() : aliases);
        all.add(hubs);
        return new Episode(
                alert,
                phase,
                severity,
                firstBreachAt,
                lastBreachAt,
                readings,
                clearedBy,
                resolvedAt,
                acknowledgedBy,
                snoozedUntil,
                openedAt,
                List.copyOf(all.subList(Math.max(0, all.size() - MOST_ALIASES), all.size())));
    }

    boolean isKnownAs(String id) {
        return alert.equals(id) || (aliases != null && aliases.contains(id));
    }
}
