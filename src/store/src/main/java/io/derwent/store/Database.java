package io.derwent.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * The connection pool of one process, and the one place where transactions begin and end. Blocks: call it from a worker
 * thread, never from an event loop. Thread-safe.
 *
 * <p>The work given to it may run more than once (see {@link Retry}): it does nothing but SQL, and its writes are
 * idempotent.
 */
public final class Database implements AutoCloseable {
    /** How long a caller waits for a connection before the database counts as unavailable. */
    private static final Duration CONNECTION_PATIENCE = Duration.ofSeconds(5);

    private static final int MOST_IDLE = 2;

    private final HikariDataSource pool;
    private final Retry retry = new Retry();

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /** One transaction's worth of SQL. */
    public interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    /** Opens the pool; connects when first used, so that a process may start before its database. */
    public static Database open(DatabaseConfig config) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName(config.user());
        hikari.setJdbcUrl(config.url());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        hikari.setMaximumPoolSize(config.poolSize());
        // each open connection is a server process; the rest come when they are needed
        hikari.setMinimumIdle(Math.min(MOST_IDLE, config.poolSize()));
        hikari.setAutoCommit(false);
        hikari.setConnectionTimeout(CONNECTION_PATIENCE.toMillis());
        hikari.setInitializationFailTimeout(-1);
        hikari.addDataSourceProperty("currentSchema", Migrations.SCHEMA);
        hikari.addDataSourceProperty("ApplicationName", config.user());
        return new Database(new HikariDataSource(hikari));
    }

    /**
     * Runs {@code work} in one transaction that sees this tenant's rows and those shared with it, and commits. Rolls back if
     * the work throws.
     *
     * @param tenant id of the tenant the caller acts for, as decided by its access check; never from a request's body
     * @throws StoreUnavailable      if the database cannot be reached or keeps failing for a while
     * @throws IllegalStateException if the SQL is refused: our bug
     */
    public <T> T inTenant(String tenant, Work<T> work) {
        return retry.run(() -> transaction(ofTenant(tenant, work)));
    }

    /**
     * Like {@link #inTenant}, but never a second time: for work whose rows leave the process before it ends, such as an
     * {@link Exports export}.
     *
     * @throws StoreUnavailable      if the connection cannot be had or is lost on the way
     * @throws IllegalStateException if the SQL is refused: our bug
     */
    public <T> T inTenantOnce(String tenant, Work<T> work) {
        return Retry.NEVER.run(() -> transaction(ofTenant(tenant, work)));
    }

    /**
     * Runs {@code work} in one transaction without a tenant: for tables with grants only (accounts, sessions, outbox), and
     * for the jobs, whose role sees all tenants. For the console's role every table with patient data is empty here.
     *
     * @throws StoreUnavailable      if the database cannot be reached or keeps failing for a while
     * @throws IllegalStateException if the SQL is refused: our bug
     */
    public <T> T inPlatform(Work<T> work) {
        return retry.run(() -> transaction(work));
    }

    /** The database's time at which this transaction began. */
    public static Instant now(Connection connection) throws SQLException {
        return Sql.first(connection, "select now() as now", row -> Sql.instant(row, "now"))
                .orElseThrow();
    }

    /** Whether a connection answers now; for readiness. Waits at most five seconds. */
    public boolean answers() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid((int) CONNECTION_PATIENCE.toSeconds());
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    private static <T> Work<T> ofTenant(String tenant, Work<T> work) {
        return connection -> {
            Sql.query(connection, "select set_config('derwent.tenant', ?, true)", row -> true, tenant);
            return work.run(connection);
        };
    }

    private <T> T transaction(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            try {
                T result = work.run(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException | Error failure) {
                rollBack(connection, failure);
                throw failure;
            }
        }
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
