package io.derwent.registry;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/**
 * Where the registry's tables are: a data source whose connections look into schema {@code derwent}. Blocks; called from
 * worker threads only.
 */
public final class RegistryDatabase {
    private static final String SCHEMA = "derwent";
    /** The newest of what we read; null where there is no such table. */
    private static final String IS_MIGRATED =
            "select coalesce(has_table_privilege(to_regclass('derwent.command_subscription'), 'select'), false)";

    private static final String DATA_EXCEPTION = "22";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final DataSource source;

    public RegistryDatabase(DataSource source) {
        this.source = source;
    }

    /** A pool of our own; opens connections when first used, so that a process can start before its database. */
    public static HikariDataSource pool(String url, String user, String password, int connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("registry");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setSchema(SCHEMA);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    /** What a unit of work does with its connection. */
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** One transaction: committed when the work returns, rolled back when it throws. */
    <T> T transaction(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** One statement on its own. */
    <T> T query(Work<T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(true);
            return work.on(connection);
        } catch (SQLException e) {
            throw failure(e);
        }
    }

    /** Whether the migrations that make the registry's tables, and let us read them, have run. False too while the database is away. */
    public boolean isMigrated() {
        try {
            return query(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery(IS_MIGRATED)) {
                    return rows.next() && rows.getBoolean(1);
                }
            });
        } catch (DatabaseUnavailable e) {
            return false;
        }
    }

    /** JSON knows texts and numbers that {@code jsonb} cannot keep, U+0000 and 1E999999 for instance. */
    private static RuntimeException failure(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith(DATA_EXCEPTION)
                ? RegistryRefusal.invalid("the database cannot keep or compare a value: " + sentence(e))
                : new DatabaseUnavailable(e);
    }

    /** What the server says, without the detail that quotes how we asked. */
    private static @Nullable String sentence(SQLException e) {
        return e instanceof PSQLException told && told.getServerErrorMessage() != null
                ? told.getServerErrorMessage().getMessage()
                : e.getMessage();
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
