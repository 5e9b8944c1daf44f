package io.derwent.launcher.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The installation a bench measures: {@code derwent up} in a process of its own, on ports nobody uses, in a directory that
 * is removed at the end. The bench's own work is in another process, as devices are.
 */
final class Subject implements AutoCloseable {
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int PORTS = 10;
    private static final List<String> ARCHIVE_OPTIONS = List.of(
            "-XX:SharedArchiveFile=",
            "-Xshare:",
            "-Xlog:cds=",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=",
            "-Dderwent.quick.start=");

    private final Path directory;
    private final int portBase;
    private Process process;
    private double secondsToReady;

    private Subject(Path directory, int portBase, Process process) {
        this.directory = directory;
        this.portBase = portBase;
        this.process = process;
    }

    /** Starts one and returns when it is ready; {@code more} are further options of {@code up}. */
    static Subject start(String... more) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("derwent-bench");
        int portBase = freePorts();
        Subject subject = new Subject(directory, portBase, launch(directory, portBase, more));
        // A bench that is stopped half-way takes it along.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> subject.process.destroy(), "stop-subject"));
        subject.awaitReady();
        return subject;
    }

    /** Stops and starts it again on the same data. */
    void restart(String... more) throws IOException, InterruptedException {
        stop();
        process = launch(directory, portBase, more);
        awaitReady();
    }

    private static Process launch(Path directory, int portBase, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=20",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData"));
        command.addAll(classArchive());
        command.addAll(List.of(
                "-Dlogback.configurationFile=io/derwent/launcher/logback-terminal.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.derwent.launcher.Derwent",
                "up",
                "--data",
                directory.resolve("data").toString(),
                "--port-base",
                String.valueOf(portBase)));
        command.addAll(List.of(more));
        return new ProcessBuilder(command)
                .redirectError(directory.resolve("said").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** This process's own archive of classes, if it has one; a subject makes none, that would be measured as well. */
    private static List<String> classArchive() {
        List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
        boolean archived = given.stream().anyMatch(option -> option.startsWith("-XX:SharedArchiveFile="));
        return given.stream()
                .filter(option -> archived && ARCHIVE_OPTIONS.stream().anyMatch(option::startsWith))
                .toList();
    }

    private void awaitReady() throws InterruptedException {
        long start = System.nanoTime();
        while (!said().contains("ready. Console")) {
            if (!process.isAlive() || System.nanoTime() - start > READY.toNanos()) {
                throw new IllegalStateException("the installation did not start; it said:\n" + said());
            }
            Thread.sleep(20);
        }
        secondsToReady = (System.nanoTime() - start) / 1e9;
    }

    private String said() {
        try {
            Path file = directory.resolve("said");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double secondsToReady() {
        return secondsToReady;
    }

    /** The launcher, its children, PostgreSQL and its workers. */
    List<ProcessHandle> processes() throws IOException {
        long postmaster = Long.parseLong(Files.readAllLines(directory.resolve("data/postgres/postmaster.pid"))
                .get(0)
                .strip());
        Stream<ProcessHandle> database =
                ProcessHandle.of(postmaster).stream().flatMap(one -> Stream.concat(Stream.of(one), one.descendants()));
        return Stream.concat(Stream.concat(Stream.of(process.toHandle()), process.descendants()), database)
                .distinct()
                .toList();
    }

    /** One part's process. */
    ProcessHandle process(String part) throws IOException {
        String said = Files.readString(directory.resolve("data/run/" + part + ".pid"));
        long pid = Long.parseLong(said.substring(0, said.indexOf(' ')));
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** What one part was started with. */
    Map<String, String> environment(String part) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (String line : Files.readAllLines(directory.resolve("data/run/" + part + ".env"))) {
            int equals = line.indexOf('=');
            environment.put(line.substring(0, equals), line.substring(equals + 2, line.length() - 1));
        }
        return environment;
    }

    String mqtt() {
        return "127.0.0.1:" + portBase;
    }

    String console() {
        return "http://127.0.0.1:" + (portBase + 2);
    }

    String gateway() {
        return "http://127.0.0.1:" + (portBase + 3);
    }

    String kafka() {
        return "127.0.0.1:" + (portBase + 4);
    }

    String adminToken() throws IOException {
        return Files.readAllLines(directory.resolve("data/secrets.properties"), StandardCharsets.UTF_8).stream()
                .filter(line -> line.startsWith("admin.token="))
                .map(line -> line.substring("admin.token=".length()))
                .findFirst()
                .orElseThrow();
    }

    private void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static int freePorts() {
        for (int base = 30_000; base < 60_000; base += PORTS) {
            if (areFree(base)) {
                return base;
            }
        }
        throw new IllegalStateException("no ten free ports side by side");
    }

    private static boolean areFree(int base) {
        for (int port = base; port < base + PORTS; port++) {
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                free.setReuseAddress(true);
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
