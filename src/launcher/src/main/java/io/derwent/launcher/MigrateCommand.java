package io.derwent.launcher;

import io.derwent.store.Migrations;
import io.derwent.store.StoreUnavailable;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code derwent migrate}: the schema and our topics on real servers. */
@Command(
        name = "migrate",
        description = "Brings the database to this version and creates our Kafka topics. Environment: DERWENT_DB_URL,"
                + " DERWENT_DB_USER and DERWENT_DB_PASSWORD of the owner, and DERWENT_KAFKA if topics are to be made.")
final class MigrateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        Narrator narrator = Narrator.onStandardError();
        StackConfig.ExternalServers servers = StackConfig.ExternalServers.from(System.getenv());
        StackConfig.ExternalServers.Database database = servers.database()
                .orElseThrow(() -> new BadEnvironment(
                        "DERWENT_DB_URL is not set; set it to the JDBC address of the database to migrate."));
        try {
            Migrations.migrate(database.url(), database.user(), database.password());
        } catch (IllegalStateException | StoreUnavailable e) {
            throw new CannotStart(
                    "The database at %s was not migrated: %s".formatted(database.url(), e.getMessage()), e);
        }
        narrator.say("the database schema is up to date");
        servers.kafka().ifPresent(kafka -> {
            Topics.createMissing(kafka);
            narrator.say("the topics exist");
        });
        return 0;
    }
}
