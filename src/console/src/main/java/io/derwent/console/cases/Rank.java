package io.derwent.console.cases;

import io.derwent.model.Severity;
import io.derwent.store.Alerts;
import io.derwent.store.PatientCase;
import java.time.Duration;
import java.time.Instant;

/**
 * How urgently somebody should look at a case: acuity × trend × waiting.
 *
 * <ul>
 *   <li>acuity quadruples with each severity: 1, 4, 16, 64, 256;
 *   <li>trend: 1.5 within two hours of getting worse, 0.5 when all of its alerts are over, 1 otherwise;
 *   <li>waiting: 1 for a new case, rising to 2 by the time at which it is usually told further up, and no further; 0.5 while
 *       somebody deals with it.
 * </ul>
 *
 * So the three together never lift a case over one that is a step more severe, waits for somebody and is not over: 1.5 × 2 is less
 * than 4. But one that waits and gets worse goes before a more severe one that is over, or that somebody has. The weights are a
 * proposal for the clinical owner (docs/adr/0044).
 */
public final class Rank {
    private static final double STEP = 4;
    private static final double WORSE = 1.5;
    private static final double OVER = 0.5;
    private static final double HELD = 0.5;
    private static final Duration STAYS_WORSE = Duration.ofHours(2);

    private Rank() {}

    /** Where the patient is going. */
    public enum Trend {
        WORSE,
        STEADY,
        OVER;

        double weight() {
            return switch (this) {
                case WORSE -> Rank.WORSE;
                case STEADY -> 1;
                case OVER -> Rank.OVER;
            };
        }
    }

    /** Higher comes first; above 0. */
    public static double of(PatientCase one, Instant now) {
        return acuity(one.severity()) * trend(one, now).weight() * waiting(one, now);
    }

    public static Trend trend(PatientCase one, Instant now) {
        boolean goesOn = one.alerts().stream().anyMatch(alert -> alert.state() == Alerts.State.OPEN);
        if (!goesOn) {
            return Trend.OVER;
        }
        Instant worsenedAt = one.worsenedAt();
        return worsenedAt != null && now.isBefore(worsenedAt.plus(STAYS_WORSE)) ? Trend.WORSE : Trend.STEADY;
    }

    private static double acuity(Severity severity) {
        return switch (severity) {
            case INFO -> 1;
            case AMBER -> STEP;
            case AMBER_HIGH -> STEP * STEP;
            case RED -> STEP * STEP * STEP;
            case RED_EMERGENCY -> STEP * STEP * STEP * STEP;
        };
    }

    private static double waiting(PatientCase one, Instant now) {
        Instant since = one.waitingSince();
        if (since == null) {
            return HELD;
        }
        double waited = Duration.between(since, now).toMillis();
        double longest = patience(one.severity()).toMillis();
        return 1 + Math.max(0, Math.min(1, waited / longest));
    }

    /** When a case of this severity is usually told further up. */
    private static Duration patience(Severity severity) {
        return switch (severity) {
            case INFO, AMBER -> Duration.ofHours(24);
            case AMBER_HIGH -> Duration.ofHours(4);
            case RED -> Duration.ofMinutes(30);
            case RED_EMERGENCY -> Duration.ofMinutes(10);
        };
    }
}
