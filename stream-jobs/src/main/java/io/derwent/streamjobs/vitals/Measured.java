package io.derwent.streamjobs.vitals;

import io.derwent.model.Reading;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * A decoded reading nobody has asked yet whose it is.
 *
 * @param reading     at revision 0, without patient
 * @param contentKey  equal for identical content of a device without a clock; null where the id tells readings apart
 * @param timeInId    the device's own time, of which its id is made, to the microsecond: another time, another id; null
 *                    where the id says nothing of it
 * @param topic       Kafka topic it came on
 * @param payload     the bytes the device sent
 * @param decodedAt   wall clock, for tracing
 * @param via         the hub it came through; null if the device connects itself
 * @param leftDeviceAt when a hub or the gateway took it from the device
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they came; never compared
public record Measured(
        @TypeInfo(ReadingTypeInfo.Factory.class) Reading reading,
        @Nullable String contentKey,
        @Nullable Instant timeInId,
        String topic,
        String contentType,
        byte[] payload,
        Instant decodedAt,
        @Nullable String via,
        Instant leftDeviceAt) {}
