package io.derwent.store.testing;

import io.derwent.store.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A {@link TestDatabase} on PostgreSQL with TimescaleDB, in a container that starts once per test JVM. For {@code *IT} tests;
 * needs a Docker daemon.
 *
 * <p>The image is the system property or environment variable {@code derwent.timescale.image} /
 * {@code DERWENT_TIMESCALE_IMAGE}; if neither is set, {@value #LOCAL_IMAGE} where {@code make-timescale-image.sh} made it;
 * else the vendor's, pinned as {@code timescale.image} in the root pom to the version Debian 13 has.
 */
public final class TimescaleDatabase {
    /** Made locally, from Debian's packages, where images cannot be pulled. */
    public static final String LOCAL_IMAGE = "derwent/timescaledb-test:17";

    private static final Logger LOG = LoggerFactory.getLogger(TimescaleDatabase.class);
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TimescaleDatabase() {}

    /** A database of its own, empty but migrated (about a second). */
    public static TestDatabase fresh() {
        String name = "derwent_" + DATABASES.incrementAndGet();
        try (Connection connection =
                        DriverManager.getConnection(url("postgres"), TestDatabase.OWNER, TestDatabase.OWNER);
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " cannot be made: " + e.getMessage(), e);
        }
        if (!Migrations.migrate(url(name), TestDatabase.OWNER, TestDatabase.OWNER)) {
            throw new IllegalStateException("image " + Server.IMAGE + " has no TimescaleDB");
        }
        TestDatabase.letRolesLogIn(url(name));
        return new TestDatabase(url(name));
    }

    private static String url(String database) {
        return "jdbc:postgresql://%s:%d/%s?ApplicationName=test"
                .formatted(
                        Server.CONTAINER.getHost(),
                        Server.CONTAINER.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                        database);
    }

    private static final class Server {
        static final String IMAGE = image();
        static final PostgreSQLContainer CONTAINER = start();

        @SuppressWarnings("resource") // lives as long as the JVM; Testcontainers' shutdown hook stops it
        private static PostgreSQLContainer start() {
            LOG.info("TimescaleDB image: {}", IMAGE);
            PostgreSQLContainer container = new PostgreSQLContainer(
                            DockerImageName.parse(IMAGE).asCompatibleSubstituteFor("postgres"))
                    .withUsername(TestDatabase.OWNER)
                    .withPassword(TestDatabase.OWNER)
                    .withDatabaseName("postgres")
                    .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
            // over TCP: the public image's first, temporary server listens on its socket only
            container.setWaitStrategy(Wait.forSuccessfulCommand("pg_isready -h 127.0.0.1 -U " + TestDatabase.OWNER));
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            return container;
        }

        private static String image() {
            return Optional.ofNullable(System.getProperty("derwent.timescale.image"))
                    .or(() -> Optional.ofNullable(System.getenv("DERWENT_TIMESCALE_IMAGE")))
                    .filter(image -> !image.isBlank())
                    .orElseGet(() -> hasLocalImage()
                            ? LOCAL_IMAGE
                            : System.getProperty("derwent.timescale.pinned", LOCAL_IMAGE));
        }

        private static boolean hasLocalImage() {
            return !DockerClientFactory.instance()
                    .client()
                    .listImagesCmd()
                    .withReferenceFilter(LOCAL_IMAGE)
                    .exec()
                    .isEmpty();
        }
    }
}
