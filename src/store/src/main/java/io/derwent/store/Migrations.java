package io.derwent.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbered, forward-only migrations in {@code db/migration}. Run by the console at start or by {@code derwent migrate},
 * as the owner; every other process waits for them.
 *
 * <p>The same migrations make hypertables where TimescaleDB is and ordinary tables where it is not (procedure
 * {@code make_hypertable}); nothing else differs.
 */
public final class Migrations {
    /** The schema everything lives in. */
    public static final String SCHEMA = "derwent";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private Migrations() {}

    /**
     * Brings the database to this version, says in the log what it found, and tells whether tables are hypertables. Several
     * processes may call it at once: one migrates, the others wait.
     *
     * @param user the owner: may create roles, schemas and (where it is available) the extension {@code timescaledb}
     * @throws StoreUnavailable      if the database cannot be reached
     * @throws IllegalStateException if a migration fails; the message says which
     */
    public static boolean migrate(String url, String user, String password) {
        try {
            // first, because Flyway does not tell "not there" from "does not work"
            DriverManager.getConnection(url, user, password).close();
            int applied = flyway(url, user, password).migrate().migrationsExecuted;
            boolean hypertables = hasHypertables(url, user, password);
            LOG.info(
                    "database: {} migrations applied, {}",
                    applied,
                    hypertables
                            ? "TimescaleDB: reading, score, asset_event and audit are hypertables"
                            : "plain PostgreSQL: reading, score, asset_event and audit are ordinary tables");
            return hypertables;
        } catch (FlywayException e) {
            throw new IllegalStateException("migration failed: " + reason(e), e);
        } catch (SQLException e) {
            throw new StoreUnavailable("database at " + url + " cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until every migration this build knows is there; any role may call it. A database newer than this build is fine.
     *
     * @throws StoreUnavailable if they are not there in time, or the waiting thread is interrupted
     */
    public static void awaitVersion(DatabaseConfig config, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        Flyway flyway = flyway(config.url(), config.user(), config.password());
        while (true) {
            RuntimeException problem;
            try {
                if (flyway.info().pending().length == 0) {
                    return;
                }
                problem = new IllegalStateException("migrations are missing; run derwent migrate or start the console");
            } catch (FlywayException e) {
                problem = e;
            }
            if (System.nanoTime() >= deadline) {
                throw new StoreUnavailable(
                        "database at %s is not ready after %s: %s"
                                .formatted(config.url(), patience, problem.getMessage()),
                        problem);
            }
            pause();
        }
    }

    /** Which script, and what the database said: the first line of each. Flyway's message holds the whole statement. */
    private static String reason(FlywayException e) {
        String script = firstLine(e);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException refusal) {
                return script + ": " + firstLine(refusal);
            }
        }
        return script;
    }

    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    }

    private static boolean hasHypertables(String url, String user, String password) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select exists (select from pg_extension where extname = 'timescaledb')")) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Flyway flyway(String url, String user, String password) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(url, user, password)
                .schemas(SCHEMA)
                .defaultSchema(SCHEMA)
                .locations("classpath:db/migration")
                .validateMigrationNaming(true)
                .load();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailable("interrupted while waiting for migrations", e);
        }
    }
}
