package io.derwent.gateway;

import io.derwent.registry.Tenant;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.InvalidPayload;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Whether a payload can be read, asked before it is accepted, so that the device hears of it while it still has the reading.
 * Only for content types we decode, and only of tenants that are strict; everything else passes as in Hono.
 */
final class DecodeCheck {
    private final PayloadDecoders decoders;
    private final DeadLetters deadLetters;

    DecodeCheck(PayloadDecoders decoders, DeadLetters deadLetters) {
        this.decoders = decoders;
        this.deadLetters = deadLetters;
    }

    /**
     * Lets a readable record pass.
     *
     * @return failed with {@link InvalidPayload} once the bytes stand among the dead letters, or with {@link Refusal}
     *     UNAVAILABLE if they could not be put there
     */
    Future<HonoRecord> pass(HonoRecord record, Tenant tenant) {
        Optional<PayloadDecoder<?>> decoder =
                tenant.strict() ? record.contentType().flatMap(decoders::forContentType) : Optional.empty();
        if (decoder.isEmpty()) {
            return Future.succeededFuture(record);
        }
        try {
            decoder.get().decode(record.payload());
            return Future.succeededFuture(record);
        } catch (InvalidPayload e) {
            return deadLetters
                    .write(record, tenant.id(), String.valueOf(e.getMessage()))
                    .compose(written -> Future.failedFuture(e));
        }
    }
}
