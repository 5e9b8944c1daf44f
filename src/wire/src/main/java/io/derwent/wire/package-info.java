/**
 * Bytes to words and back. Payloads of devices come in through {@link io.derwent.wire.PayloadDecoders}; what the gateway
 * writes to Kafka and the jobs read again is a {@link io.derwent.wire.HonoRecord}; our own topics are listed in
 * {@link io.derwent.wire.DerwentTopics} and spoken in the JSON of {@link io.derwent.wire.Codecs}.
 *
 * <p>Gateway, jobs and simulator share these classes, so that what one accepts the other can read. No Vert.x, no Flink.
 */
@NullMarked
package io.derwent.wire;

import org.jspecify.annotations.NullMarked;
