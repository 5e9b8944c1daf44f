package io.derwent.gateway;

import io.derwent.registry.Device;
import io.derwent.registry.Tenant;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Whether a payload can be read and is its device's to send, asked before it is accepted, so that the device hears of it while
 * it still has the reading. Only for content types we decode, and only of tenants that are strict; everything else passes as
 * in Hono, and the jobs ask again.
 */
final class DecodeCheck {
    private final PayloadDecoders decoders;
    private final ReaderCheck readers;
    private final DeadLetters deadLetters;

    DecodeCheck(PayloadDecoders decoders, ReaderCheck readers, DeadLetters deadLetters) {
        this.decoders = decoders;
        this.readers = readers;
        this.deadLetters = deadLetters;
    }

    /**
     * Lets a readable record pass.
     *
     * @param device which the record is from
     * @return failed with {@link InvalidPayload} once the bytes stand among the dead letters, with {@link Refusal} UNAVAILABLE
     *     if they could not be put there, or with NOT_ALLOWED if a reader's pings name what is not its own
     */
    Future<HonoRecord> pass(HonoRecord record, Device device, Tenant tenant) {
        if (!tenant.strict()) {
            return Future.succeededFuture(record);
        }
        try {
            Optional<PayloadDecoder<DecodedPing>> pings = record.contentType().flatMap(decoders::ofPings);
            if (pings.isPresent()) {
                return readers.pass(record, pings.get().decode(record.payload()), device);
            }
            record.contentType().flatMap(decoders::ofReadings).ifPresent(decoder -> decoder.decode(record.payload()));
            return Future.succeededFuture(record);
        } catch (InvalidPayload e) {
            return deadLetters
                    .write(record, tenant.id(), String.valueOf(e.getMessage()))
                    .compose(written -> Future.failedFuture(e));
        }
    }
}
