package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our own outage is told by the console, on a whole installation: processes are halted (SIGSTOP), which no exit code and no
 * closed socket betrays, and let go on.
 */
class OutageIT {
    /** Half a minute, and what a busy machine takes. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(60);

    @TempDir
    Path temporary = Path.of("");

    @RegisterExtension
    final KeptLogs keptLogs = new KeptLogs(() -> temporary.resolve("data"));

    private final int portBase = Installation.freePortBase();
    private final HttpClient http = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private Installation installation;

    @BeforeEach
    void start() throws IOException {
        installation = Installation.start(temporary.resolve("data"), portBase, "up");
        installation.awaitReady();
    }

    @AfterEach
    void stop() {
        installation.close();
    }

    @Test
    void jobsThatStopAndAGatewayThatStopsStandOnOpenPagesUntilTheyAreBack() throws Exception {
        awaitNothingSaid();

        Installation.signal("STOP", installation.child("jobs").pid());
        awaitSaid("Nothing has been scored since today");
        assertThat(get("/login")).as("without scripts").contains("We have a technical problem");
        assertThat(get("/health/alerting")).contains("\"vitals\"").doesNotContain("\"gateway\"");
        Installation.signal("CONT", installation.child("jobs").pid());
        awaitNothingSaid();

        Installation.signal("STOP", installation.child("gateway").pid());
        awaitSaid("No gateway has been heard from since today");
        Installation.signal("CONT", installation.child("gateway").pid());
        awaitNothingSaid();

        installation.interrupt();
    }

    private void awaitSaid(String words) {
        await().atMost(TOLD_WITHIN)
                .untilAsserted(() -> assertThat(get("/outage?for=staff")).contains(words));
    }

    private void awaitNothingSaid() {
        await().atMost(TOLD_WITHIN)
                .untilAsserted(() -> assertThat(get("/outage?for=staff")).isEmpty());
    }

    private String get(String path) throws IOException, InterruptedException {
        URI page = URI.create(
                "http://127.0.0.1:%d%s".formatted(Ports.from(portBase).console(), path));
        return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
