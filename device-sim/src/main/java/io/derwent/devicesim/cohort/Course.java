package io.derwent.devicesim.cohort;

import io.derwent.model.Parameter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * One way to get worse.
 *
 * @param weight    how often, against the others of the pathway
 * @param shortest  from onset to emergency
 * @param changes   what the body is like at the emergency
 * @param confuses  whether people are confused by then
 */
record Course(String kind, int weight, Duration shortest, Duration longest, List<Change> changes, boolean confuses) {
    Course {
        changes = List.copyOf(changes);
    }

    static Course of(String kind, int weight, int shortestHours, int longestHours, Change... changes) {
        return new Course(
                kind, weight, Duration.ofHours(shortestHours), Duration.ofHours(longestHours), List.of(changes), false);
    }

    Course confusing() {
        return new Course(kind, weight, shortest, longest, changes, true);
    }

    /** How long it takes this time. */
    Duration length(Random chance) {
        long seconds = shortest.toSeconds()
                + (long) (chance.nextDouble() * longest.minus(shortest).toSeconds());
        return Duration.ofSeconds(seconds);
    }

    /** By how much each parameter is away from what is usual at the emergency, this time. */
    Map<Parameter, Double> shifts(Usual usual, Random chance) {
        Map<Parameter, Double> shifts = new EnumMap<>(Parameter.class);
        for (Change change : changes) {
            double drawn = change.least + chance.nextDouble() * (change.most - change.least);
            shifts.put(change.parameter, change.absolute ? drawn - usual.level(change.parameter) : drawn);
        }
        return shifts;
    }

    /** What one parameter comes to. */
    record Change(Parameter parameter, boolean absolute, double least, double most) {
        /** A level, whatever was usual. */
        static Change to(Parameter parameter, double least, double most) {
            return new Change(parameter, true, least, most);
        }

        /** More (or less) than usual. */
        static Change by(Parameter parameter, double least, double most) {
            return new Change(parameter, false, least, most);
        }
    }
}
