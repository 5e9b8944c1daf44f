package io.derwent.launcher;

import io.derwent.store.Migrations;
import io.derwent.store.Roles;
import io.derwent.store.StoreUnavailable;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code derwent migrate}: the schema and our topics on real servers. */
@Command(
        name = "migrate",
        description = "Brings the database to this version and creates our Kafka topics. Environment: DERWENT_DB_URL,"
                + " DERWENT_DB_USER and DERWENT_DB_PASSWORD of the owner, DERWENT_KAFKA (and DERWENT_KAFKA_PROPERTIES)"
                + " if topics are to be made, and DERWENT_DB_GATEWAY_PASSWORD, DERWENT_DB_JOBS_PASSWORD and DERWENT_DB_CONSOLE_PASSWORD if the roles"
                + " the processes log in as are to be given these passwords.")
final class MigrateCommand implements Callable<Integer> {
    private static final Map<String, String> ROLES = new TreeMap<>(Map.of(
            "DERWENT_DB_GATEWAY_PASSWORD", Roles.GATEWAY,
            "DERWENT_DB_JOBS_PASSWORD", Roles.JOBS,
            "DERWENT_DB_CONSOLE_PASSWORD", Roles.CONSOLE));

    @Override
    public Integer call() {
        return run(System.getenv(), Narrator.onStandardError());
    }

    /** Any number of times: what is there stays, a password is set again. */
    static int run(Map<String, String> environment, Narrator narrator) {
        StackConfig.ExternalServers servers = StackConfig.ExternalServers.from(environment);
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
        setPasswords(environment, database, narrator);
        servers.kafka().ifPresent(kafka -> {
            Topics.createMissing(kafka);
            narrator.say("the topics exist");
        });
        return 0;
    }

    private static void setPasswords(
            Map<String, String> environment, StackConfig.ExternalServers.Database database, Narrator narrator) {
        ROLES.forEach((variable, role) -> {
            String password = environment.getOrDefault(variable, "");
            if (password.isBlank()) {
                return;
            }
            try {
                Roles.setPassword(database.url(), database.user(), database.password(), role, password);
            } catch (IllegalStateException e) {
                throw new CannotStart(
                        "%s; may %s change it? (unset %s if somebody else does)"
                                .formatted(e.getMessage(), database.user(), variable),
                        e);
            }
            narrator.say("%s logs in with the password in %s".formatted(role, variable));
        });
    }
}
