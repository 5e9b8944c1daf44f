package io.derwent.console.outage;

import io.derwent.console.feeds.Worker;
import io.derwent.store.Database;
import java.time.Clock;
import java.time.Duration;

/** Asks the database every few seconds whether it answers. */
public final class DatabasePulse implements Worker.Task {
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final Database database;
    private final AlertingPath path;
    private final Clock clock;

    public DatabasePulse(Database database, AlertingPath path, Clock clock) {
        this.database = database;
        this.path = path;
        this.clock = clock;
    }

    @Override
    public void run(Worker.Life life) throws InterruptedException {
        while (!life.isOver()) {
            if (database.answers()) {
                path.heard(AlertingPath.Part.DATABASE, clock.instant());
                life.well();
            }
            Thread.sleep(EVERY.toMillis());
        }
    }
}
