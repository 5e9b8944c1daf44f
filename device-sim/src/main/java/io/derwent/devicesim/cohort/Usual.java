package io.derwent.devicesim.cohort;

import io.derwent.model.Finding;
import io.derwent.model.Parameter;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * What is usual for one person.
 *
 * @param levels    by parameter, in its unit; what is not there is not measured
 * @param findings  words an observation set of theirs carries
 * @param spo2Scale 2 where a clinician decided so
 */
record Usual(Map<Parameter, Double> levels, Map<Finding, String> findings, int spo2Scale) {
    Usual {
        levels = Collections.unmodifiableMap(new EnumMap<>(levels));
        findings = Map.copyOf(findings);
    }

    double level(Parameter parameter) {
        return levels.getOrDefault(parameter, 0.0);
    }

    /** Around a mean, cut off at both ends. */
    static double around(Random chance, double mean, double deviation, double least, double most) {
        return Math.max(least, Math.min(most, mean + deviation * chance.nextGaussian()));
    }
}
