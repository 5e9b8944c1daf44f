package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code derwent hono} through the launcher: words in, sentences and exit codes out. What it prints is src/hono's to test. */
@Timeout(60)
class HonoIT {
    @Test
    void itsWordsAreSrcHonos() throws IOException, InterruptedException {
        Process process = derwent("hono", "tail", "--help");

        assertThat(process.inputReader(StandardCharsets.UTF_8).lines())
                .anyMatch(line -> line.startsWith("Usage: derwent hono tail "));
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void itsExitCodeIsOurs() throws IOException, InterruptedException {
        Process process = derwent("hono", "tail", "north", "--kafka", "127.0.0.1:" + FreePort.any());

        assertThat(process.errorReader(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("No Kafka answers at 127.0.0.1:");
        assertThat(process.waitFor()).isEqualTo(3);
    }

    @Test
    void itEndsWithUs() throws IOException, InterruptedException {
        Process process = derwent("hono", "tail", "north", "--kafka", "127.0.0.1:" + FreePort.any());
        ProcessHandle hono = awaitChild(process);

        process.destroyForcibly();

        assertThat(Liveness.awaitEnd(hono, Duration.ofSeconds(4))).isTrue();
    }

    private static ProcessHandle awaitChild(Process process) {
        return Awaitility.await()
                .until(() -> process.children().findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private static Process derwent(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Derwent.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("DERWENT_"));
        return builder.start();
    }
}
