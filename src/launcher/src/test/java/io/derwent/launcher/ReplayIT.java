package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two years of recorded blood pressures and weights, sent shuffled and twice through the front door, come out of the store as
 * the same monthly averages, and years-old values alarm nobody.
 */
class ReplayIT {
    private static final Path RECORDING = Installation.script()
            .resolveSibling("device-sim")
            .resolve("samples")
            .resolve("withings-measurement-list.json");
    private static final Duration WITHIN = Duration.ofMinutes(3);
    private static final Set<String> RECORDED = Set.of("systolic_bp", "diastolic_bp", "body_weight");
    private static final int DECIMALS = 6;

    @TempDir
    Path temporary = Path.of("");

    private Installation installation;
    private Ports ports;

    @BeforeEach
    void start() throws IOException {
        int base = Installation.freePortBase();
        ports = Ports.from(base);
        installation = Installation.start(temporary.resolve("up"), base, "up");
        installation.awaitReady();
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void everyMonthsAveragesComeOutRightAndNobodyIsAlarmed() throws IOException, InterruptedException {
        String token = Secrets.loadOrMake(installation.data().resolve("secrets.properties"))
                .adminToken();

        JsonNode expected = replay(token);

        Api console = new Api("http://127.0.0.1:" + ports.console(), token, "derby-community");
        String patient = "/api/v1/patients/p-recorded";
        await().atMost(WITHIN)
                .untilAsserted(() ->
                        assertThat(stored(console, patient)).isNotEmpty().isEqualTo(averages(expected, "average")));
        assertThat(console.get("/api/v1/cases").expect(200).path("items")).isEmpty();
        assertThat(console.get(patient + "/alerts?from=2021-01-01T00:00:00Z")
                        .expect(200)
                        .path("items"))
                .isEmpty();
    }

    private Map<String, BigDecimal> stored(Api console, String patient) throws IOException, InterruptedException {
        return averages(
                console.get(patient + "/averages?from=2021-01-01T00:00:00Z&to=2024-01-01T00:00:00Z")
                        .expect(200)
                        .path("items"),
                "mean");
    }

    /** By month and parameter, to six decimals. */
    private static Map<String, BigDecimal> averages(JsonNode items, String value) {
        Map<String, BigDecimal> averages = new TreeMap<>();
        for (JsonNode item : items) {
            if (RECORDED.contains(item.path("parameter").asText())) {
                averages.put(
                        item.path("month").asText() + " "
                                + item.path("parameter").asText(),
                        new BigDecimal(item.path(value).asText()).setScale(DECIMALS, RoundingMode.HALF_UP));
            }
        }
        return averages;
    }

    /** {@code sim replay} with everything twice in another order; what the averages must be. */
    private JsonNode replay(String token) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Installation.script().toString(), "sim", "replay"));
        command.add(RECORDING.toString());
        command.addAll(List.of("--shuffle", "7", "--twice", "--averages", "json"));
        command.addAll(List.of("--ledger", temporary.resolve("ledger.ndjson").toString()));
        command.addAll(List.of("--mqtt", "127.0.0.1:" + ports.mqtt()));
        command.addAll(List.of("--gateway", "http://127.0.0.1:" + ports.gateway()));
        command.addAll(List.of("--console", "http://127.0.0.1:" + ports.console()));
        Path said = temporary.resolve("replay.said");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(said.toFile());
        builder.environment().put("DERWENT_BUILD", "never");
        builder.environment().put("DERWENT_ADMIN_TOKEN", token);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(java.nio.file.Files.readString(said)).isZero();
        assertThat(said).content().contains("to be refused");
        return new ObjectMapper().readTree(out);
    }
}
