package io.derwent.helm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The container engine by its command line, as {@code helm/images/build} uses it. */
final class Engine {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private Engine() {}

    /** What a program said on both its outputs, and its exit code. */
    record Outcome(int status, String said) {}

    static boolean answers() {
        return run("docker", "version").status() == 0;
    }

    static boolean has(String image) {
        return run("docker", "image", "inspect", image).status() == 0;
    }

    /** Runs a container to its end, confined as the chart confines it. */
    static Outcome runToEnd(List<String> options, String image, String... arguments) {
        return run(command(List.of("run", "--rm"), options, image, arguments));
    }

    /** Starts a container, confined as the chart confines it. */
    static void start(String name, List<String> options, String image, String... arguments) {
        must(command(List.of("run", "-d", "--name", name), options, image, arguments));
    }

    static String logs(String container) {
        return run("docker", "logs", "--tail", "40", container).said();
    }

    static void remove(String container) {
        run("docker", "rm", "-f", "-v", container);
    }

    private static String[] command(List<String> how, List<String> options, String image, String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(how);
        command.addAll(List.of("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"));
        command.addAll(List.of("--security-opt", "no-new-privileges"));
        command.addAll(options);
        command.add(image);
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    /** @throws IllegalStateException with what it said, if it fails */
    static String must(String... command) {
        Outcome outcome = run(command);
        if (outcome.status() != 0) {
            throw new IllegalStateException(
                    "%s ended with %d:%n%s".formatted(String.join(" ", command), outcome.status(), outcome.said()));
        }
        return outcome.said().strip();
    }

    static Outcome run(String... command) {
        try {
            Path said = Files.createTempFile(Path.of("target"), "said", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(String.join(" ", command) + " takes longer than " + PATIENCE);
            }
            String text = Files.readString(said, StandardCharsets.UTF_8);
            Files.delete(said);
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            // the program is not there
            return new Outcome(127, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + command[0], e);
        }
    }
}
