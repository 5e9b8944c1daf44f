package io.derwent.devicesim.cohort;

import java.time.Instant;

/** A bad day or a cold that went the way of a {@link Deterioration} for a part and passed by itself: nobody had to come. */
public record Disturbance(String kind, Instant from, Instant until) {}
