package io.derwent.console.feeds;

import io.derwent.model.DeadLetter;
import io.derwent.store.Database;
import io.derwent.store.DeadLetters;
import io.derwent.wire.Codecs;
import io.derwent.wire.InvalidPayload;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps dead letters in their table, where people see and replay them. Blocks on the database. */
public final class DeadLetterSink implements TopicFeed.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterSink.class);

    private final Database database;

    public DeadLetterSink(Database database) {
        this.database = database;
    }

    @Override
    public void take(List<ConsumerRecord<String, byte[]>> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                keep(Codecs.deadLetters().decode(record.value()));
            } catch (InvalidPayload e) {
                LOG.error("{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            }
        }
    }

    private void keep(DeadLetter letter) {
        database.inTenant(letter.tenant(), connection -> DeadLetters.write(connection, letter));
    }
}
