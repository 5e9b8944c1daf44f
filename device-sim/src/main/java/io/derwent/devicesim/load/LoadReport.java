package io.derwent.devicesim.load;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.HdrHistogram.Histogram;

/**
 * What a load came to, over its counted part.
 *
 * @param acknowledged PUBACKs below 0x80
 * @param refused      PUBACKs from 0x80
 * @param unanswered   messages without PUBACK when the patience after the end was over
 * @param perSecond    acknowledged messages a second
 * @param latencies    from PUBLISH to PUBACK in nanoseconds; with a rate, from when the message was due
 */
public record LoadReport(
        int connections,
        int inFlight,
        long acknowledged,
        long refused,
        long unanswered,
        double perSecond,
        @JsonIgnore Histogram latencies) {
    private static final double NANOS_PER_MILLI = 1_000_000.0;

    @JsonProperty
    public double p50Millis() {
        return millisAt(50);
    }

    @JsonProperty
    public double p99Millis() {
        return millisAt(99);
    }

    @JsonProperty
    public double maxMillis() {
        return latencies.getMaxValue() / NANOS_PER_MILLI;
    }

    /** Latency in milliseconds that this per cent of the messages stayed below. */
    public double millisAt(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
