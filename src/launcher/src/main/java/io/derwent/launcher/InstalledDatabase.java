package io.derwent.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The database of a data directory, for commands that work on it whether the installation runs or not. */
final class InstalledDatabase {
    private final Path data;

    /**
     * @throws CannotStart if it is no installation's data directory
     */
    InstalledDatabase(Path data) {
        if (!Files.exists(data.resolve("secrets.properties"))) {
            throw new CannotStart("%s is not an installation's data directory; name the one given to up."
                    .formatted(data.toAbsolutePath()));
        }
        this.data = data;
    }

    /** What is done with it. */
    interface Work<T> {
        T with(String url, String user, String password) throws SQLException;
    }

    /**
     * Does it as the owner; starts the database for as long where it does not run.
     *
     * @throws CannotStart if the installation was never ready, or its database is a server of its own
     */
    <T> T asOwner(Work<T> work) throws IOException, SQLException {
        Secrets secrets = Secrets.loadOrMake(data.resolve("secrets.properties"));
        Optional<DataDirectory> free = DataDirectory.openIfFree(data);
        if (free.isEmpty()) {
            return work.with(lastUrl(), LocalPostgres.OWNER, secrets.ownerPassword());
        }
        try (DataDirectory directory = free.get()) {
            if (!Files.exists(directory.postgres())) {
                throw new CannotStart(
                        "This installation uses a database server of its own; name it with DERWENT_DB_URL, and leave --data out.");
            }
            try (LocalPostgres server = LocalPostgres.start(
                    directory.postgres(),
                    UserDirectories.from(System.getenv()).postgresPrograms(),
                    directory.logs().resolve("postgres.log"),
                    FreePort.any(),
                    secrets.ownerPassword(),
                    Narrator.onStandardError())) {
                return work.with(server.url(), LocalPostgres.OWNER, secrets.ownerPassword());
            }
        }
    }

    /** Where the database was when the installation started last. */
    String lastUrl() throws IOException {
        Path environment = data.resolve("run").resolve("console.env");
        return (Files.exists(environment) ? Files.readAllLines(environment) : List.<String>of())
                .stream()
                        .filter(line -> line.startsWith("DERWENT_DB_URL='"))
                        .map(line -> line.substring(line.indexOf('\'') + 1, line.length() - 1))
                        .findFirst()
                        .orElseThrow(
                                () -> new CannotStart("This installation was never ready; start it, then try again."));
    }
}
