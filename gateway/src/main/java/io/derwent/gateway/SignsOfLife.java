package io.derwent.gateway;

import io.derwent.wire.Beat;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says every few seconds that this gateway takes messages and that Kafka has them: by the way the messages go, so that
 * whoever hears it knows that a reading would have come too. Best effort; missing signs are what tells of an outage. Called on
 * one event loop.
 */
final class SignsOfLife {
    static final Duration EVERY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(SignsOfLife.class);

    private final String instance = UUID.randomUUID().toString();
    private final Downstream downstream;
    private final Clock clock;

    SignsOfLife(Downstream downstream, Clock clock) {
        this.downstream = downstream;
        this.clock = clock;
    }

    /** One sign; completes when Kafka has it. */
    Future<Void> give() {
        byte[] beat = Codecs.beats().encode(new Beat(Beat.GATEWAY, instance, clock.instant()));
        return downstream
                .send(new ProducerRecord<>(DerwentTopics.HEARTBEATS, Beat.KEY, beat))
                .onFailure(error -> LOG.debug("Kafka has no sign of life of this gateway", error));
    }
}
