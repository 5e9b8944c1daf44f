package io.derwent.launcher;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the {@code derwent} script, as a person starts it, on ports of its own. */
final class Installation implements AutoCloseable {
    static final Duration READY = Duration.ofMinutes(5);
    static final Duration STOP = Duration.ofSeconds(30);
    private static final Path SCRIPT =
            Path.of("..", "..", "derwent").toAbsolutePath().normalize();

    private final Process process;
    private final Path data;
    private final Path said;
    private final CompletableFuture<String> firstLine;

    private Installation(Process process, Path data, Path said) {
        this.process = process;
        this.data = data;
        this.said = said;
        this.firstLine = new CompletableFuture<>();
        Thread reader = new Thread(this::readStandardOutput, "standard-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** {@code derwent WORDS... --data DIR --port-base N}. */
    static Installation start(Path data, int portBase, String... words) throws IOException {
        return start(Map.of(), data, portBase, words);
    }

    /** The same with more in its environment. */
    static Installation start(Map<String, String> environment, Path data, int portBase, String... words)
            throws IOException {
        Path said = data.resolveSibling(data.getFileName() + ".said");
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", data.toString(), "--port-base", String.valueOf(portBase)));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(said.toFile()));
        builder.environment().put("DERWENT_BUILD", "never");
        builder.environment().putAll(environment);
        return new Installation(builder.start(), data, said);
    }

    /** Ten ports side by side that nobody uses at this moment. */
    static int freePortBase() {
        for (int base = 20_000 + (int) (ProcessHandle.current().pid() % 500) * 20; base < 60_000; base += 10) {
            try {
                Preflight.portsFree(Ports.from(base).byName());
                return base;
            } catch (CannotStart e) {
                // the next ten
            }
        }
        throw new IllegalStateException("no ten free ports");
    }

    /** The one line of JSON, when everything is ready. */
    JsonNode awaitJson() throws IOException {
        return new ObjectMapper().readTree(awaitLine());
    }

    private String awaitLine() {
        try {
            return firstLine.get(READY.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not ready; it said:\n" + said(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it starts", e);
        }
    }

    static Path script() {
        return SCRIPT;
    }

    /** Waits until {@code up} says it is ready. */
    void awaitReady() {
        await().atMost(READY).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended; it said:\n" + said());
            }
            return said().contains("ready. Console");
        });
    }

    /** Everything on standard error so far. */
    String said() {
        try {
            return Files.exists(said) ? Files.readString(said) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path data() {
        return data;
    }

    Process process() {
        return process;
    }

    /** What Ctrl-C does to the launcher; returns the exit code. */
    int interrupt() throws IOException, InterruptedException {
        signal(ignoresInterrupt(process.pid()) ? "TERM" : "INT", process.pid());
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("still running " + STOP + " after Ctrl-C; it said:\n" + said());
        }
        return process.exitValue();
    }

    /** A process started from a background job inherits that SIGINT is ignored; no terminal could interrupt it either. */
    private static boolean ignoresInterrupt(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(
                                        line.substring("SigIgn:".length()).strip(), 16)
                                & 2)
                        != 0);
    }

    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid)
                .inheritIO()
                .start()
                .waitFor();
    }

    /** Every living process that belongs to this installation: children, and what names its directory. */
    List<ProcessHandle> processes() {
        return Stream.concat(
                        process.toHandle().descendants(),
                        ProcessHandle.allProcesses()
                                .filter(other -> commandLine(other).contains(data.toString())))
                .filter(other -> other.pid() != ProcessHandle.current().pid())
                .filter(Liveness::lives)
                .distinct()
                .toList();
    }

    /** The part of this name that the launcher started last. */
    ProcessHandle child(String part) {
        try {
            String pid = Files.readString(data.resolve("run").resolve(part + ".pid"));
            return ProcessHandle.of(Long.parseLong(pid.substring(0, pid.indexOf(' '))))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String commandLine(ProcessHandle process) {
        Path file = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
        try {
            return Files.exists(file)
                    ? Files.readString(file, StandardCharsets.UTF_8).replace('\0', ' ')
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends whatever is left, hard. */
    @Override
    public void close() {
        List<ProcessHandle> left = processes();
        process.destroyForcibly();
        left.forEach(ProcessHandle::destroyForcibly);
    }

    private void readStandardOutput() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            @Nullable String line = out.readLine();
            if (line == null) {
                firstLine.completeExceptionally(new IOException("standard output ended"));
                return;
            }
            firstLine.complete(line);
            while (out.readLine() != null) {
                // nothing else may come; DemoIT asks for it separately
            }
        } catch (IOException e) {
            firstLine.completeExceptionally(e);
        }
    }
}
