package io.derwent.store.testing;

import io.derwent.store.Database;
import io.derwent.store.DatabaseConfig;
import io.derwent.store.Migrations;
import io.derwent.store.Roles;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database with every migration applied, on an embedded PostgreSQL that starts once per test JVM (2 s) and ends with it.
 * {@link #fresh} is a copy nobody else writes to (a tenth of a second). Each role logs in with its own name as password.
 *
 * <pre>{@code
 * static final TestDatabase POSTGRES = TestDatabase.fresh();
 * Database database = POSTGRES.open(Roles.CONSOLE);
 * }</pre>
 */
public final class TestDatabase {
    /** The migrating user, a superuser here. */
    public static final String OWNER = "postgres";

    private static final String TEMPLATE = "derwent_template";
    private static final AtomicInteger COPIES = new AtomicInteger();

    private final String url;

    TestDatabase(String url) {
        this.url = url;
    }

    /** A database of its own, empty but migrated. */
    public static synchronized TestDatabase fresh() {
        String name = "derwent_" + COPIES.incrementAndGet();
        execute("create database " + name + " template " + Server.template());
        return new TestDatabase(Server.url(name));
    }

    /** A database with nothing in it, not even the schema: for tests of migrations. */
    public static synchronized TestDatabase empty() {
        String name = "derwent_" + COPIES.incrementAndGet();
        Server.template();
        execute("create database " + name);
        return new TestDatabase(Server.url(name));
    }

    public String url() {
        return url;
    }

    /** How this role connects; its password is its name. */
    public DatabaseConfig as(String role) {
        return new DatabaseConfig(url, role, role);
    }

    /** A pool of this role; the caller closes it. */
    public Database open(String role) {
        return Database.open(as(role));
    }

    /** A pool of one connection, so that transactions of different tenants share it. */
    public Database openPooledOnOne(String role) {
        return Database.open(as(role).withPoolSize(1));
    }

    /** A connection of this role with {@code derwent} on its path, not pooled; the caller closes it. */
    public Connection connect(String role) throws SQLException {
        return DriverManager.getConnection(url + "&currentSchema=derwent", role, role);
    }

    static void letRolesLogIn(String url) {
        for (String role : new String[] {Roles.GATEWAY, Roles.JOBS, Roles.CONSOLE}) {
            Roles.setPassword(url, OWNER, OWNER, role, role);
        }
    }

    private static void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(Server.url("postgres"), OWNER, OWNER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " failed: " + e.getMessage(), e);
        }
    }

    /** The one server of this JVM, with the migrated template. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        static String url(String database) {
            // a parameter is there already, so that callers may add theirs with &
            return "jdbc:postgresql://127.0.0.1:%d/%s?ApplicationName=test".formatted(POSTGRES.getPort(), database);
        }

        static String template() {
            return TEMPLATE;
        }

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(30))
                        .setServerConfig("max_connections", "200")
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> close(postgres)));
                String base = "jdbc:postgresql://127.0.0.1:%d/".formatted(postgres.getPort());
                try (Connection connection = DriverManager.getConnection(base + "postgres", OWNER, OWNER);
                        Statement statement = connection.createStatement()) {
                    statement.execute("create database " + TEMPLATE);
                }
                Migrations.migrate(base + TEMPLATE, OWNER, OWNER);
                letRolesLogIn(base + TEMPLATE);
                return postgres;
            } catch (IOException e) {
                throw new UncheckedIOException("embedded PostgreSQL does not start", e);
            } catch (SQLException e) {
                throw new IllegalStateException("template database cannot be made: " + e.getMessage(), e);
            }
        }

        private static void close(EmbeddedPostgres postgres) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
