package io.derwent.console.feeds;

import io.derwent.console.push.Telling;
import io.derwent.model.AlertEvent;
import io.derwent.store.Cases;
import io.derwent.store.Database;
import io.derwent.wire.Codecs;
import io.derwent.wire.InvalidPayload;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds alert events into cases, and writes down who is to be told, each in a transaction of its own: small, so that the nurse's page hears of it at once, and
 * so that one event that cannot be folded does not hold back its neighbours. Blocks on the database.
 */
public final class AlertSink implements TopicFeed.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(AlertSink.class);

    private final Database database;
    private final Telling telling;
    private final Clock clock;
    private final Counter unreadable;
    private final Timer sinceReceived;

    public AlertSink(Database database, Telling telling, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.telling = telling;
        this.clock = clock;
        this.unreadable = Counter.builder("derwent.console.alerts.unreadable")
                .description("records on derwent.alerts that are no alert events")
                .register(meters);
        this.sinceReceived = Timer.builder("derwent.console.alerts.age")
                .description("from the gateway taking in the measurement to its alert folded into a case")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    @Override
    public void take(List<ConsumerRecord<String, byte[]>> records) {
        records.forEach(this::take);
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        AlertEvent event;
        try {
            event = Codecs.alertEvents().decode(record.value());
        } catch (InvalidPayload e) {
            // the job writes this topic: unreadable means an older console beside a newer job. Waiting would stop every
            // alert.
            unreadable.increment();
            LOG.error("{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return;
        }
        fold(event, new String(record.value(), StandardCharsets.UTF_8));
    }

    /** Folds one event; the same one again changes nothing. */
    public void fold(AlertEvent event, String json) {
        Cases.Outcome outcome = database.inTenant(event.tenant(), connection -> {
            Cases.Outcome folded = Cases.apply(connection, event, json);
            telling.of(connection, event, folded);
            return folded;
        });
        if (outcome.change() != Cases.Change.SEEN_BEFORE) {
            Duration age = Duration.between(event.receivedAt(), clock.instant());
            sinceReceived.record(age.isNegative() ? Duration.ZERO : age);
        }
    }
}
