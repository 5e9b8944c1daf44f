package io.derwent.console.feeds;

import io.derwent.store.Database;
import io.derwent.store.Outbox;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Publishes what transactions left in the outbox, oldest first. One console at a time has the lock; the others look on. Woken
 * when a transaction adds something, and once a second in case a wake-up was lost. What is published but not yet marked when
 * a console dies is published again: consumers ignore a version they have.
 */
public final class OutboxRelay implements Worker.Task {
    private static final int BATCH = 500;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration KEEP = Duration.ofDays(7);
    private static final int TURNS_BETWEEN_PURGES = 3600;

    private final Database database;
    private final Publisher publisher;
    private final Semaphore wakeUps = new Semaphore(0);
    private int turns;

    public OutboxRelay(Database database, Publisher publisher) {
        this.database = database;
        this.publisher = publisher;
    }

    /** There is something to publish. Any thread; returns at once. */
    public void wakeUp() {
        wakeUps.release();
    }

    @Override
    public void run(Worker.Life life) throws InterruptedException {
        while (!life.isOver()) {
            while (publishSome() == BATCH && !life.isOver()) {
                life.well();
            }
            life.well();
            if (turns++ % TURNS_BETWEEN_PURGES == 0) {
                database.inPlatform(connection -> Outbox.purge(connection, KEEP));
            }
            if (wakeUps.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        }
    }

    /** Publishes one batch; how many it was. Sending again what an earlier try sent is harmless. */
    int publishSome() {
        return database.inPlatform(connection -> {
            List<Outbox.Message> pending = Outbox.lockPending(connection, BATCH);
            if (!pending.isEmpty()) {
                publisher.publish(pending.stream().map(OutboxRelay::record).toList());
                Outbox.markPublished(connection, pending);
            }
            return pending.size();
        });
    }

    private static ProducerRecord<String, byte[]> record(Outbox.Message message) {
        return new ProducerRecord<>(message.topic(), message.key(), message.payload());
    }
}
