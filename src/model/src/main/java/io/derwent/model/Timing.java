package io.derwent.model;

import java.time.Duration;
import java.util.Objects;

/**
 * The clocks of a rule, judged against a reading's age at arrival (receivedAt − effectiveTime).
 *
 * @param currentFor    up to this age a breach is news: normal alert, prompts to the patient
 * @param actionableFor up to this age it opens or raises a case, marked with both times; beyond, "would have alerted" only
 * @param horizon       how far back the rule keeps state; older readings are stored, not scored live
 * @param coolDown      after an episode is resolved the same rule stays quiet this long, unless the severity is higher
 */
public record Timing(Duration currentFor, Duration actionableFor, Duration horizon, Duration coolDown) {
    public Timing {
        Objects.requireNonNull(currentFor, "currentFor");
        Objects.requireNonNull(actionableFor, "actionableFor");
        Objects.requireNonNull(horizon, "horizon");
        Objects.requireNonNull(coolDown, "coolDown");
    }

    /** How far back rules keep state unless they say otherwise. */
    public static final Duration HORIZON = Duration.ofDays(60);

    private static final Duration CURRENT_FOR = Duration.ofMinutes(15);
    private static final Duration COOL_DOWN = Duration.ofHours(12);

    /** The default: red is actionable for 24 hours, anything less for 7 days. */
    public static Timing of(Severity severity) {
        Duration actionableFor = severity.isAtLeast(Severity.RED) ? Duration.ofHours(24) : Duration.ofDays(7);
        return new Timing(CURRENT_FOR, actionableFor, HORIZON, COOL_DOWN);
    }
}
