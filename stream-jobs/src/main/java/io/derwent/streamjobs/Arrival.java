package io.derwent.streamjobs.vitals;

import io.derwent.wire.HonoRecord;
import java.time.Instant;

/**
 * A message as it arrived.
 *
 * @param receivedAt Hono's {@code creation-time} header, or the record's timestamp where that is absent
 */
public record Arrival(HonoRecord message, Instant receivedAt) {}
