package io.derwent.wire;

import io.derwent.model.Measurement;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One measurement out of a payload, before anybody asks whose it is.
 *
 * @param element        position within the payload, 0 for formats of one reading
 * @param deviceTime     when the device says it measured; null if it sent no time
 * @param deviceTimeText that time exactly as sent, which is part of the reading's identity; null if it sent none
 * @param recordId       the provider's own record id; null if it has none
 * @param seq            the device's counter; null if it has none
 */
public record DecodedReading(
        int element,
        Measurement measurement,
        @Nullable Instant deviceTime,
        @Nullable String deviceTimeText,
        @Nullable String recordId,
        @Nullable Long seq) {}
