package io.derwent.devicesim.cohort;

import io.derwent.model.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A time in which a body is not as usual: slowly at first until the peak, then evenly back.
 *
 * @param shifts how far from usual each parameter is at the peak
 */
record Excursion(
        String kind, Instant onset, Instant peak, Instant end, Map<Parameter, Double> shifts, boolean confusing) {
    private static final double SLOWLY_AT_FIRST = 1.5;
    private static final double CONFUSED_FROM = 0.7;

    Excursion {
        shifts = Collections.unmodifiableMap(new EnumMap<>(shifts));
    }

    /** How much of it there is at this time, 0 to 1. */
    double share(Instant at) {
        if (at.isBefore(onset) || !at.isBefore(end)) {
            return 0;
        }
        return at.isBefore(peak) ? StrictMath.pow(part(onset, at, peak), SLOWLY_AT_FIRST) : 1 - part(peak, at, end);
    }

    double shift(Parameter parameter, Instant at) {
        return shifts.getOrDefault(parameter, 0.0) * share(at);
    }

    boolean isConfusing(Instant at) {
        return confusing && share(at) >= CONFUSED_FROM;
    }

    private static double part(Instant from, Instant at, Instant until) {
        return (double) Duration.between(from, at).toSeconds()
                / Duration.between(from, until).toSeconds();
    }
}
