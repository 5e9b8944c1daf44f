package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class DerwentTest {
    static Stream<String> words() {
        return Derwent.commandLine().getSubcommands().keySet().stream().filter(word -> !word.equals("sim"));
    }

    @ParameterizedTest
    @MethodSource("words")
    void everyWordHasHelp(String word) {
        assertThat(new Run(word, "--help")).satisfies(run -> {
            assertThat(run.code).isZero();
            assertThat(run.out.toString()).contains("Usage: derwent " + word);
        });
    }

    @Test
    void aWordThatDoesNotExistIsAUsageError() {
        Run run = new Run("frobnicate");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err.toString()).contains("frobnicate");
    }

    @Test
    void upNeedsAPlaceForItsData() {
        Run run = new Run("up");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err.toString()).contains("--data");
    }

    @Test
    void howOftenTheDemoMeasuresIsADuration(@TempDir Path directory) {
        Run run = new Run("demo", "--data", directory.resolve("data").toString(), "--every", "soon");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err.toString()).contains("--every");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void onlyPartsThatCanBeLeftOutAreLeftOut(@TempDir Path directory) {
        Run run = new Run("up", "--data", directory.resolve("data").toString(), "--without", "gatway");

        assertThat(run.code).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "gateway, gateway: DERWENT_DB_PASSWORD is not set",
        "jobs,    jobs: DERWENT_KAFKA is not set",
        "console, console: DERWENT_KAFKA is not set",
        "edge,    edge: DERWENT_EDGE_USER is not set",
        "migrate, DERWENT_DB_URL is not set; set it to the JDBC address of the database to migrate.",
    })
    void aProcessWithoutItsEnvironmentNamesWhatIsMissingAndEndsWithTwo(String word, String sentence)
            throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Derwent.class.getName(),
                word);
        java.environment().keySet().removeIf(name -> name.startsWith("DERWENT_"));

        Process process = java.start();
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said).isEqualTo(sentence + System.lineSeparator());
    }

    @Test
    void askingAHubThatIsNotThereSaysSoAndEndsWithThree() {
        Run run = new Run("edge", "status", "--page", "127.0.0.1:" + FreePort.any());

        assertThat(run.code).isEqualTo(3);
        assertThat(run.err.toString()).startsWith("No hub answers at http://127.0.0.1:");
    }

    @Test
    void whatIsNoHubIsNotTakenForOne() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("<html>".getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        other.start();
        String page = "127.0.0.1:" + other.getAddress().getPort();

        Run run = new Run("edge", "status", "--json", "--page", page);

        other.stop(0);
        assertThat(run.code).isEqualTo(3);
        assertThat(run.err.toString())
                .isEqualToIgnoringNewLines("What answers at http://%s is not a hub.".formatted(page));
    }

    @Test
    void anAddressThatIsNoneIsNamed() {
        Run run = new Run("edge", "status", "--page", "the hub");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err.toString()).startsWith("--page is \"the hub\", HOST:PORT is expected.");
    }

    @Test
    void replayingDeadLettersNeedsToBeToldWhich() {
        Run run = new Run("edge", "dead-letters", "replay");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err.toString()).startsWith("Name dead letters by their ids, or say --all.");
    }

    @Test
    void theSimulatorSaysInItsOwnWayWhatWentWrong() {
        Run run = new Run("sim", "replay", "none.json", "--dry-run");

        assertThat(run.code).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run.err.toString()).startsWith("none.json cannot be read: ").doesNotContain("\tat ");
    }

    private static final class Run {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int code;

        Run(String... arguments) {
            code = Derwent.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true))
                    .execute(arguments);
        }
    }
}
