package io.derwent.wire;

import java.time.Instant;
import java.util.Objects;

/**
 * A sign of life of a part of the alerting path, as it stands on {@code derwent.heartbeats}; written every few seconds on the
 * way on which that part's work goes, so that it stops when the work does.
 *
 * @param part     {@link #GATEWAY} or {@link #VITALS}
 * @param instance which of several processes that do the same
 * @param at       up to when the part has seen to everything; for a gateway, now
 */
public record Beat(String part, String instance, Instant at) {
    public static final String GATEWAY = "gateway";
    public static final String VITALS = "vitals";

    /** All have one key and so one partition: they are read in the order in which they were written. */
    public static final String KEY = "heartbeat";

    public Beat {
        Objects.requireNonNull(part, "part");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(at, "at");
    }
}
