package io.derwent.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One running child JVM: its process, its log and the file that tells a later start who it was.
 *
 * <p>The child does not hear the terminal's Ctrl-C (it is started with SIGINT ignored); the launcher does, and stops its
 * children in order by closing their pipes.
 */
final class ChildProcess {
    private static final Duration TERM_WAIT = Duration.ofSeconds(3);
    private static final Duration SAME_START = Duration.ofSeconds(2);
    private static final int MAX_RAW_LOG_BYTES = 1_000_000;

    private final Part part;
    private final Process process;
    private final Path pidFile;

    private ChildProcess(Part part, Process process, Path pidFile) {
        this.part = part;
        this.process = process;
        this.pidFile = pidFile;
    }

    static ChildProcess start(Part part, DataDirectory directory, ClassArchive classes) {
        List<String> command = new ArrayList<>(List.of(
                "sh",
                "-c",
                "trap '' INT; exec \"$@\"",
                "derwent-" + part.name(),
                Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(part.jvmOptions());
        command.addAll(classes.jvmOptions(part.name()));
        command.add("-Dlogback.configurationFile=io/derwent/launcher/logback-part.xml");
        command.add("-Dderwent.log=" + directory.logs().resolve(part.name() + ".log"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Child.class.getName(), part.mainClass()));
        command.addAll(part.arguments());
        Path raw = rawLog(directory, part.name());
        try {
            if (Files.exists(raw) && Files.size(raw) > MAX_RAW_LOG_BYTES) {
                Files.delete(raw);
            }
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(raw.toFile()));
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("DERWENT_"));
            environment.put("MALLOC_ARENA_MAX", "2");
            environment.putAll(part.environment());
            Process process = builder.start();
            Path pidFile = directory.run().resolve(part.name() + ".pid");
            String started =
                    process.info().startInstant().map(Instant::toString).orElse("");
            Files.writeString(pidFile, process.pid() + " " + started);
            return new ChildProcess(part, process, pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + part.name(), e);
        }
    }

    Part part() {
        return part;
    }

    Process process() {
        return process;
    }

    /** Closes the pipe and waits; then asks with SIGTERM; then kills. */
    void stop(Duration patience) {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroy();
                if (!process.waitFor(TERM_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            }
            Files.deleteIfExists(pidFile);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last lines a part wrote, for a person who must see why it failed. */
    static String logTail(DataDirectory directory, String part) {
        return LogTail.of(directory.logs().resolve(part + ".log"), rawLog(directory, part));
    }

    /** Waits for children an earlier launcher left, which end by themselves when it died; kills what does not. */
    static void endOrphans(DataDirectory directory, Duration patience) {
        try (var files = Files.list(directory.run())) {
            for (Path file : files.toList()) {
                orphan(file).ifPresent(process -> {
                    if (!Liveness.awaitEnd(process, patience)) {
                        process.destroyForcibly();
                        Liveness.awaitEnd(process, patience);
                    }
                });
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<ProcessHandle> orphan(Path pidFile) {
        try {
            String text = Files.readString(pidFile).strip();
            int space = text.indexOf(' ');
            if (space < 0) {
                return Optional.empty();
            }
            Instant started = Instant.parse(text.substring(space + 1));
            return ProcessHandle.of(Long.parseLong(text.substring(0, space)))
                    .filter(Liveness::lives)
                    .filter(process -> process.info()
                            .startInstant()
                            .map(instant ->
                                    Duration.between(instant, started).abs().compareTo(SAME_START) < 0)
                            .orElse(false));
        } catch (IOException | NumberFormatException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Path rawLog(DataDirectory directory, String part) {
        return directory.logs().resolve(part + ".out");
    }
}
