package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    private static final Set<String> BOTH = Set.of("vitals", "assets");

    private String overview = "";
    private HttpServer flink;

    @BeforeEach
    void startFlink() throws IOException {
        flink = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        flink.createContext("/jobs/overview", exchange -> {
            byte[] body = overview.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        flink.start();
    }

    @AfterEach
    void stopFlink() {
        flink.stop(0);
    }

    private Probe probe() {
        return Probe.jobsRunning("http://127.0.0.1:" + flink.getAddress().getPort(), BOTH);
    }

    private static String job(String name, String state, int total, int running) {
        return "{\"jid\":\"0\",\"name\":\"%s\",\"state\":\"%s\",\"tasks\":{\"running\":%d,\"total\":%d}}"
                .formatted(name, state, running, total);
    }

    @Test
    void jobsAreReadyWhenAllTasksOfAllOfThemRun() {
        overview = "{\"jobs\":[%s,%s,%s]}"
                .formatted(
                        job("vitals", "RUNNING", 9, 9),
                        job("assets", "RUNNING", 12, 12),
                        job("somebody else's", "RESTARTING", 3, 0));

        assertThat(probe().isReady()).isTrue();
    }

    @Test
    void oneThatIsMissingStartsOrRestartsIsNotReady() {
        for (String other : new String[] {
            job("somebody else's", "RUNNING", 12, 12),
            job("assets", "RUNNING", 12, 11),
            job("assets", "RESTARTING", 12, 12),
            job("assets", "RUNNING", 0, 0)
        }) {
            overview = "{\"jobs\":[%s,%s]}".formatted(job("vitals", "RUNNING", 9, 9), other);

            assertThat(probe().isReady()).as(other).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"jobs\":[]}"})
    void whatIsNoFlinkIsNotReady(String answer) {
        overview = answer;

        assertThat(probe().isReady()).isFalse();
    }
}
