package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.derwent.wire.KafkaConnection;
import io.derwent.wire.testing.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka of one's own that speaks TLS only and asks for a login: every process that meets Kafka gets through. */
@Timeout(600)
class SecuredKafkaIT {
    private static final Duration WITHIN = Duration.ofMinutes(2);
    private static final String TENANT = "north-derby";

    @TempDir
    Path temporary = Path.of("");

    private EmbeddedKafka kafka;

    @BeforeEach
    void startKafka() {
        ServerCertificate made = ServerCertificate.loadOrMake(temporary);
        kafka = EmbeddedKafka.startSecured(new EmbeddedKafka.Certificate(made.ca(), made.certificate(), made.key()));
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    @Test
    void aReadingGoesFromTheGatewayThroughTheJobsToTheConsoleAndToHonosClient()
            throws IOException, InterruptedException {
        int base = Installation.freePortBase();
        Ports ports = Ports.from(base);
        try (Installation up =
                Installation.start(kafka.connection().environment(), temporary.resolve("up"), base, "up")) {
            up.awaitReady();
            String token =
                    Secrets.loadOrMake(up.data().resolve("secrets.properties")).adminToken();
            Api registry = new Api("http://127.0.0.1:" + ports.gateway(), token, null);
            Api console = new Api("http://127.0.0.1:" + ports.console(), token, TENANT);
            registry.post("/v1/tenants/" + TENANT, "{}").expect(201);
            Household home = Household.create(registry, console, TENANT, "oximetry", "oximeter");

            MosquittoPub.Result published = home.client(ports.mqtt()).publish("{\"kind\":\"spo2\",\"percent\":90}");

            assertThat(published.code()).as(published.said()).isZero();
            await().atMost(WITHIN)
                    .untilAsserted(() -> assertThat(patientsWithCases(console)).contains(home.patient()));
            assertThat(honosClientHears("spo2")).contains(home.device());
        }
    }

    @Test
    void aWrongPasswordIsSaidInOneSentence() throws IOException {
        Path right = kafka.connection().file().orElseThrow();
        Path wrong = Files.writeString(
                temporary.resolve("wrong.properties"), Files.readString(right).replace("a-secret", "a-guess"));
        KafkaConnection connection = KafkaConnection.to(kafka.connection().bootstrapServers(), Optional.of(wrong));

        assertThatThrownBy(() -> Topics.createMissing(connection))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("Authentication failed")
                .hasMessageNotContaining("a-guess");
    }

    private static List<String> patientsWithCases(Api console) throws IOException, InterruptedException {
        return console.get("/api/v1/cases").expect(200).path("items").findValuesAsText("patient");
    }

    /** The first line with these words; the device's coming and going is told too. */
    private String honosClientHears(String words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Installation.script().toString(), "hono", "tail", TENANT, "--events", "--from-start", "--json")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DERWENT_BUILD", "never");
        builder.environment().putAll(kafka.connection().environment());
        Process tail = builder.start();
        try {
            return tail.inputReader(StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(words))
                    .findFirst()
                    .orElse("");
        } finally {
            tail.destroy();
            tail.waitFor();
        }
    }
}
