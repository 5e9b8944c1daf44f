package io.derwent.store.testing;

import io.derwent.store.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** A {@link TestDatabase} on a server of its own that a test stops and starts again, at the same port with what it had. */
public final class StoppableDatabase implements AutoCloseable {
    private static final Duration TO_START = Duration.ofSeconds(30);

    private final Path directory;
    private final TestDatabase database;
    private EmbeddedPostgres server;

    private StoppableDatabase(Path directory, EmbeddedPostgres server) {
        this.directory = directory;
        this.server = server;
        this.database = new TestDatabase(
                "jdbc:postgresql://127.0.0.1:%d/postgres?ApplicationName=test".formatted(server.getPort()));
    }

    /** Migrated, in a directory of the test's. */
    public static StoppableDatabase start(Path directory) {
        StoppableDatabase started = new StoppableDatabase(directory, server(directory, 0));
        Migrations.migrate(started.database.url(), TestDatabase.OWNER, TestDatabase.OWNER);
        TestDatabase.letRolesLogIn(started.database.url());
        return started;
    }

    private static EmbeddedPostgres server(Path directory, int port) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPGStartupWait(TO_START)
                    .setDataDirectory(directory)
                    .setCleanDataDirectory(false);
            return (port == 0 ? builder : builder.setPort(port)).start();
        } catch (IOException e) {
            throw new UncheckedIOException("embedded PostgreSQL does not start", e);
        }
    }

    public TestDatabase database() {
        return database;
    }

    /** Its connections break, and it takes no new ones. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void startAgain() {
        server = server(directory, server.getPort());
    }

    @Override
    public void close() {
        stop();
    }
}
