package io.derwent.clinical;

import java.time.Instant;
import java.util.List;

/**
 * An episode that was already over, or too old to act on, when we learned of it: told once, never raised. Part of
 * {@link PatientState}, a persistent format.
 *
 * @param from     effectiveTime of its earliest known breach
 * @param to       effectiveTime of its newest known breach
 * @param readings ids of the breach or confirming pair that was told
 */
public record PassedEpisode(String alert, Instant from, Instant to, List<String> readings) {}
