package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.console.RunningConsole.Person;
import io.derwent.model.Severity;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The stream of cases against a real server. */
class LiveCasesTest {
    private static RunningConsole console;

    @BeforeAll
    static void start() {
        console = RunningConsole.start();
        console.patient(RunningConsole.DERBY, "p-1", "Dora", "Derby");
        console.patient(RunningConsole.STAFFORD, "p-2", "Sam", "Stafford");
        console.patient(RunningConsole.STAFFORD, "p-3", "Sue", "Shared");
        console.post(
                RunningConsole.ADMIN_TOKEN, "/api/v1/shares", "{'from':'stafford','to':'derby','patients':['p-3']}");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void anOpenStreamHearsOfItsOwnAndOfSharedCasesAtOnceAndOfNoOthers() throws Exception {
        // Given
        Person nurse = console.nurse(RunningConsole.DERBY, "nina");
        List<String> lines = new CopyOnWriteArrayList<>();
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(URI.create(console.url() + "/api/v1/cases/stream"))
                        .header("Authorization", "Bearer " + nurse.token())
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        Thread reading = new Thread(() -> {
            try (var in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("ended");
            }
        });
        reading.setDaemon(true);
        reading.start();
        await().until(() -> lines.contains(": live"));

        // When
        for (String patient : List.of("p-2", "p-3", "p-1")) {
            String tenant = patient.equals("p-1") ? RunningConsole.DERBY : RunningConsole.STAFFORD;
            console.receive(Alerting.raised(
                    "OX-03",
                    Severity.RED,
                    List.of("spo2 <= 92 %"),
                    Alerting.oxygen(tenant, patient, 90, Instant.now())));
        }

        // Then
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(data(lines)).hasSize(2));
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        assertThat(data(lines).get(0)).contains("\"patient\":\"p-3\"");
        assertThat(data(lines).get(1)).contains("\"patient\":\"p-1\"").contains("\"patientName\":\"Dora Derby\"");
        assertThat(lines).contains("event: case");
    }

    private static List<String> data(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("data: ")).toList();
    }
}
