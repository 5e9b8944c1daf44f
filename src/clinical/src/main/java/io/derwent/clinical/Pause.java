package io.derwent.clinical;

import java.time.Instant;

/**
 * A time in which nothing was watched: readings expected in it may be waiting somewhere on their way, and nobody is asked for
 * them before they had time to arrive. Part of {@link PatientState}, a persistent format.
 *
 * @param from when the first thing fell due that nobody saw to
 * @param to   when watching went on
 */
public record Pause(Instant from, Instant to) {
    boolean contains(Instant time) {
        return !time.isBefore(from) && !time.isAfter(to);
    }
}
