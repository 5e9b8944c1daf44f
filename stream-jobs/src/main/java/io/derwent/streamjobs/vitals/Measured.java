package io.derwent.streamjobs.vitals;

import io.derwent.model.Reading;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decoded reading nobody has asked yet whose it is.
 *
 * @param reading     at revision 0, without patient
 * @param contentKey  equal for identical content of a device without a clock; null where the id tells readings apart
 * @param topic       Kafka topic it came on
 * @param payload     the bytes the device sent
 * @param decodedAt   wall clock, for tracing
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; never compared
public record Measured(
        Reading reading,
        @Nullable String contentKey,
        String topic,
        String contentType,
        byte[] payload,
        Instant decodedAt) {}
