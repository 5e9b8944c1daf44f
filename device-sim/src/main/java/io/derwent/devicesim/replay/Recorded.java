package io.derwent.devicesim.replay;

import io.derwent.model.Kind;
import io.derwent.model.Measurement;
import java.time.Instant;
import java.util.Optional;

/**
 * One reading out of a recording, as it will be sent.
 *
 * @param recordId    the provider's record id
 * @param measurement empty if the values cannot be a measurement
 * @param refusal     why the gateway must refuse it; empty if it must not
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are sent; readings are never compared
public record Recorded(
        String recordId,
        Instant takenAt,
        Kind kind,
        byte[] payload,
        Optional<Measurement> measurement,
        Optional<String> refusal) {
    /** Stored and marked, but outside averages. */
    public boolean isDoubtful() {
        return measurement.map(Measurement::isDoubtful).orElse(false);
    }
}
