package io.derwent.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.derwent.model.DeadLetter;
import io.derwent.model.Ids;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.Keys;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Keeps what could not be read, with everything needed to send it again, on topic {@code derwent.dead-letters}: identical
 * bytes of a device once within an hour, so that a device that insists does not fill the topic. Event loop only.
 */
final class DeadLetters {
    private static final String REFUSED_BY = "gateway";
    private static final Duration ONCE_WITHIN = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final Downstream downstream;
    private final Clock clock;
    private final Cache<String, Instant> written;

    DeadLetters(Downstream downstream, Clock clock, Cache<String, Instant> written) {
        this.downstream = downstream;
        this.clock = clock;
        this.written = written;
    }

    /** What has been written lately; shared by all event loops. */
    static Cache<String, Instant> memory(Ticker ticker) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_REMEMBERED)
                .expireAfterWrite(ONCE_WITHIN)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    /**
     * Writes a letter, or nothing if the same bytes of this device were written within the hour.
     *
     * @return completes when Kafka has it
     */
    Future<Void> write(HonoRecord record, String tenant, String reason) {
        Instant now = clock.instant();
        String content = Ids.of(record.payload(), "dead-letter", tenant, record.device());
        if (written.getIfPresent(content) != null) {
            return Future.succeededFuture();
        }
        DeadLetter letter = new DeadLetter(
                Ids.of("dead-letter", content, now.truncatedTo(ChronoUnit.HOURS).toString()),
                tenant,
                record.device(),
                REFUSED_BY,
                reason,
                now,
                record.topic(),
                record.headers(),
                record.payload());
        ProducerRecord<String, byte[]> out = new ProducerRecord<>(
                DerwentTopics.DEAD_LETTERS,
                Keys.of(tenant, record.device()),
                Codecs.deadLetters().encode(letter));
        return downstream.send(out).onSuccess(sent -> written.put(content, now));
    }
}
