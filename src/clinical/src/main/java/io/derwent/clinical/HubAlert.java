package io.derwent.clinical;

import io.derwent.model.AlertEvent;
import java.time.Instant;

/**
 * An alert that a hub raised while it had no line, as the vitals job remembers it until the patient's own episode is there. A
 * persistent format.
 *
 * @param alert         the hub's id of it
 * @param firstBreachAt effectiveTime of its earliest breach
 * @param lastBreachAt  effectiveTime of the breach it was raised or escalated by
 * @param unrepeated    whether one reading alone raised it; false in states of before
 */
public record HubAlert(String alert, String rule, Instant firstBreachAt, Instant lastBreachAt, boolean unrepeated) {
    /** What a hub's step says. */
    public static HubAlert of(AlertEvent step) {
        boolean unrepeated =
                step.kind() == AlertEvent.Kind.RAISED && step.readings().size() == 1;
        return new HubAlert(step.alert(), step.rule(), step.firstBreachAt(), step.effectiveTime(), unrepeated);
    }

    /** One that reaches over both, if they are steps of one alert. */
    HubAlert with(HubAlert other) {
        return new HubAlert(
                alert,
                rule,
                firstBreachAt.isBefore(other.firstBreachAt) ? firstBreachAt : other.firstBreachAt,
                lastBreachAt.isAfter(other.lastBreachAt) ? lastBreachAt : other.lastBreachAt,
                unrepeated || other.unrepeated);
    }

    boolean overlaps(Episode episode) {
        return !firstBreachAt.isAfter(episode.lastBreachAt()) && !lastBreachAt.isBefore(episode.firstBreachAt());
    }
}
