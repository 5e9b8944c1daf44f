package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path temporary = Path.of("");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Narrator narrator = new Narrator(new PrintStream(said, true, StandardCharsets.UTF_8));
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private DataDirectory directory;

    @BeforeEach
    void openDirectory() {
        directory = DataDirectory.open(temporary.resolve("data"));
    }

    @AfterEach
    void closeDirectory() {
        timer.shutdownNow();
        directory.close();
    }

    @Test
    void aPartThatFailsOnceItWasReadyStartsAgainAndThisIsSaid() {
        // Given
        Supervised part = supervise("stays");
        part.awaitReady(PATIENCE);
        Process first = Objects.requireNonNull(part.process());

        // When
        first.destroyForcibly();

        // Then
        await().atMost(PATIENCE)
                .until(() -> Objects.requireNonNull(part.process()).pid() != first.pid());
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("pretend ended by itself (exit code 137)");
        part.stop(PATIENCE);
    }

    @Test
    void aPartThatNeverComesUpEndsWithItsLog() {
        Supervised part = supervise("fails");

        assertThatThrownBy(() -> part.awaitReady(PATIENCE))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("pretend ends as soon as it starts")
                .hasMessageContaining("this part cannot work");
    }

    @Test
    void stoppingClosesThePipeAndThePartEndsCleanly() {
        Supervised part = supervise("stays");
        part.awaitReady(PATIENCE);
        Process process = Objects.requireNonNull(part.process());

        part.stop(PATIENCE);

        assertThat(process.exitValue()).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("ended by itself");
    }

    private Supervised supervise(String how) {
        Path sign = temporary.resolve("up");
        Part part = new Part("pretend", PretendPart.class.getName(), 32, List.of(how, sign.toString()), Map.of());
        return new Supervised(
                        part,
                        () -> Files.exists(sign),
                        directory,
                        ClassArchive.in(Optional.empty(), ""),
                        narrator,
                        timer)
                .start();
    }
}
