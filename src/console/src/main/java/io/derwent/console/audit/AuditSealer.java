package io.derwent.console.audit;

import io.derwent.console.feeds.Worker;
import io.derwent.store.AuditChain;
import io.derwent.store.AuditChain.Head;
import io.derwent.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what was written to the audit every few seconds; of several consoles whichever comes first. Says in the log each hour, and
 * when it begins and ends, where the chain is, so that there is a record of it outside the database.
 */
public final class AuditSealer implements Worker.Task {
    private static final Logger LOG = LoggerFactory.getLogger(AuditSealer.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration SAY_EVERY = Duration.ofHours(1);

    private final Database database;
    private final Clock clock;

    public AuditSealer(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void run(Worker.Life life) throws InterruptedException {
        Instant said = Instant.EPOCH;
        while (!life.isOver()) {
            database.inPlatform(AuditChain::seal);
            life.well();
            if (!clock.instant().isBefore(said.plus(SAY_EVERY))) {
                say();
                said = clock.instant();
            }
            life.sleep(EVERY);
        }
        database.inPlatform(AuditChain::seal);
        say();
    }

    private void say() {
        Head head = database.inPlatform(AuditChain::head);
        LOG.info("audit: the chain ends with seal {}:{}", head.number(), head.hash());
    }
}
