package io.derwent.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The images, built by {@code helm/images/build} and started in a container engine, confined as the chart confines them: a
 * read-only file system, no capabilities, no root. Skipped where no engine answers.
 *
 * <p>The base is {@code DERWENT_JRE_IMAGE}; without it the Containerfiles' own, where it can be pulled; else one made locally
 * from Debian packages. The database is the one of the store's tests.
 */
class ImagesIT {
    private static final String PUBLIC_BASE = "eclipse-temurin:17-jre";
    private static final String LOCAL_BASE = "derwent/jre-test:17";
    private static final String DATABASE = "derwent/timescaledb-test:17";
    private static final String PREFIX = "derwent-test";
    private static final String TAG = "it";
    private static final Duration SOON = Duration.ofSeconds(90);

    /** The containers share the database's network, as the containers of a pod do: all are 127.0.0.1 to each other. */
    private static final String POD =
            "derwent-images-it-" + ProcessHandle.current().pid();

    private static final String DB_URL = "DERWENT_DB_URL=jdbc:postgresql://127.0.0.1:5432/postgres";
    private static final String KAFKA = "DERWENT_KAFKA=127.0.0.1:9092";

    private static final List<String> STARTED = new ArrayList<>();

    @TempDir
    static Path temporary = Path.of("");

    @BeforeAll
    static void build() {
        boolean engine = Engine.answers();
        if (!engine) {
            System.out.println("ImagesIT is skipped: no container engine answers (docker version)");
        }
        assumeTrue(engine, "no container engine answers");
        String base = base();
        System.out.println("ImagesIT: images on " + base);
        Engine.must("images/build", "--base", base, "--prefix", PREFIX, "--tag", TAG);
    }

    @AfterAll
    static void removeContainers() {
        for (int i = STARTED.size() - 1; i >= 0; i--) {
            Engine.remove(STARTED.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            gateway, DERWENT_DB_PASSWORD is not set
            console, DERWENT_KAFKA is not set
            edge,    DERWENT_EDGE_USER is not set
            jobs,    DERWENT_KAFKA is not set
            migrate, DERWENT_DB_URL is not set
            """)
    void withoutItsEnvironmentItSaysWhatIsMissingAndEndsWithTwo(String part, String sentence) {
        // Flink's own entry point is asked for by the chart; here the job itself
        String[] arguments =
                part.equals("jobs") ? new String[] {"io.derwent.streamjobs.vitals.VitalsJob"} : new String[0];

        Engine.Outcome outcome = Engine.runToEnd(List.of(), image(part), arguments);

        assertThat(outcome.status()).as(outcome.said()).isEqualTo(2);
        assertThat(outcome.said()).contains(sentence).doesNotContain("\tat ");
    }

    @Test
    void fromAnEmptyDatabaseAndBrokerToReadyProcesses() throws IOException {
        // Given
        startDatabase();
        startBroker();

        // When
        Engine.Outcome migration = await().atMost(SOON)
                .until(
                        () -> Engine.runToEnd(
                                inPod(
                                        DB_URL,
                                        KAFKA,
                                        "DERWENT_DB_USER=postgres",
                                        "DERWENT_DB_PASSWORD=owner",
                                        "DERWENT_DB_GATEWAY_PASSWORD=of-gateway",
                                        "DERWENT_DB_JOBS_PASSWORD=of-jobs",
                                        "DERWENT_DB_CONSOLE_PASSWORD=of-console"),
                                image("migrate")),
                        outcome -> outcome.status() == 0 || !outcome.said().contains("cannot be reached"));
        assertThat(migration.status()).as(migration.said()).isZero();
        start(
                "gateway",
                inPod(
                        DB_URL,
                        KAFKA,
                        "DERWENT_DB_USER=derwent_gateway",
                        "DERWENT_DB_PASSWORD=of-gateway",
                        "DERWENT_GATEWAY_HTTP=0.0.0.0:8088"));
        start(
                "console",
                inPod(
                        DB_URL,
                        KAFKA,
                        "DERWENT_DB_USER=derwent_console",
                        "DERWENT_DB_PASSWORD=of-console",
                        "DERWENT_CONSOLE_HTTP=0.0.0.0:8080"));

        // Then
        awaitReady("gateway", 8088);
        awaitReady("console", 8080);
    }

    private static void startDatabase() {
        assumeTrue(Engine.has(DATABASE), DATABASE + " is not there; src/store/src/test/docker makes it");
        STARTED.add(POD);
        Engine.must(
                "docker",
                "run",
                "-d",
                "--name",
                POD,
                "-e",
                "POSTGRES_PASSWORD=owner",
                "-p",
                "127.0.0.1::8088",
                "-p",
                "127.0.0.1::8080",
                DATABASE);
    }

    /** The migration's image has the broker too: the launcher embeds it. */
    private static void startBroker() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("kafka"));
        Files.writeString(directory.resolve("server.properties"), """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:9093
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=/kafka/data
                auto.create.topics.enable=false
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=1
                """);
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> options = inPod();
        options.addAll(List.of("-v", directory.toAbsolutePath() + ":/kafka"));
        String name = POD + "-kafka";
        STARTED.add(name);
        Engine.start(name, options, image("migrate"), "io.derwent.launcher.KafkaServer", "/kafka/server.properties");
    }

    private static void start(String part, List<String> options) {
        String name = POD + "-" + part;
        STARTED.add(name);
        Engine.start(name, options, image(part));
    }

    private static List<String> inPod(String... environment) {
        List<String> options = new ArrayList<>(List.of("--network", "container:" + POD));
        for (String variable : environment) {
            options.addAll(List.of("-e", variable));
        }
        return options;
    }

    private static void awaitReady(String part, int port) {
        String address = Engine.must("docker", "port", POD, port + "/tcp")
                .lines()
                .findFirst()
                .orElseThrow();
        HttpRequest ready = HttpRequest.newBuilder(URI.create("http://" + address + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        await(part + " is ready")
                .atMost(SOON)
                .ignoreException(IOException.class)
                .untilAsserted(() -> {
                    HttpResponse<String> answer =
                            HttpClient.newHttpClient().send(ready, HttpResponse.BodyHandlers.ofString());
                    assertThat(answer.statusCode())
                            .as("%s: %s%n%s", part, answer.body(), Engine.logs(POD + "-" + part))
                            .isEqualTo(200);
                });
    }

    private static String image(String part) {
        return PREFIX + "/" + part + ":" + TAG;
    }

    private static String base() {
        Optional<String> named =
                Optional.ofNullable(System.getenv("DERWENT_JRE_IMAGE")).filter(image -> !image.isBlank());
        if (named.isPresent()) {
            return named.get();
        }
        if (Engine.has(LOCAL_BASE)) {
            return LOCAL_BASE;
        }
        if (Engine.has(PUBLIC_BASE)
                || Engine.run("timeout", "120", "docker", "pull", "-q", PUBLIC_BASE)
                                .status()
                        == 0) {
            return PUBLIC_BASE;
        }
        Engine.must("src/test/docker/make-jre-image.sh", LOCAL_BASE);
        return LOCAL_BASE;
    }
}
