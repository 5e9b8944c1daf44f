package io.derwent.launcher;

import io.derwent.wire.KafkaConnection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code derwent hono}: hands its words to {@code src/hono}, in a JVM with that module's own class path. Hono's library needs
 * an older Vert.x than ours, so nothing of it is on this one; all we know is where the build has left it.
 */
@Command(
        name = "hono",
        description = {
            "A northbound application on Eclipse Hono's own client library, in a JVM of its own.",
            "`hono tail TENANT` prints what the gateway produced, one line per message; `hono tail --help` says more.",
            "Kafka: --kafka, DERWENT_KAFKA (with DERWENT_KAFKA_PROPERTIES for TLS and login), the installation started last, or 127.0.0.1:9092."
        })
final class HonoCommand implements Callable<Integer> {
    private static final String MAIN = "io.derwent.hono.HonoMain";
    private static final long PATIENCE_SECONDS = 5;

    @Parameters(arity = "0..*", paramLabel = "WORD", description = "tail TENANT, and its options")
    List<String> words = new ArrayList<>();

    @Override
    public Integer call() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(built()))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        if (environment.getOrDefault(KafkaConnection.SERVERS_VARIABLE, "").isBlank()) {
            environment.remove(KafkaConnection.SERVERS_VARIABLE);
            environment.putAll(new RunningInstallation(UserDirectories.from(System.getenv())).kafka());
        }
        Process process = builder.start();
        Interrupt.stops(() -> end(process));
        return process.waitFor();
    }

    private List<String> command(Path target) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Dderwent.ends.with.input=true",
                "-cp",
                target.resolve("derwent-hono.jar") + File.pathSeparator + target.resolve("lib") + File.separator + "*",
                MAIN));
        command.addAll(words);
        return command;
    }

    /** The directory beside ours in the checkout, once it is built. */
    private static Path built() {
        try {
            Path ours = Path.of(HonoCommand.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path target =
                    ours.resolveSibling(Path.of("..", "..", "hono", "target")).normalize();
            if (!Files.isReadable(target.resolve("derwent-hono.jar")) || !Files.isDirectory(target.resolve("lib"))) {
                throw new CannotStart(
                        "Hono's client is not built: %s is not complete; `mvn -pl src/hono -am -DskipTests package` builds it."
                                .formatted(target));
            }
            return target;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes its pipe, which ends it, as it does when we die without a word. */
    private static void end(Process process) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
