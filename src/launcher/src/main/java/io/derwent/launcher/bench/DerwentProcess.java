package io.derwent.launcher.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code derwent WORD} in a process of its own, as the script starts it, beside the bench. */
final class DerwentProcess implements AutoCloseable {
    private static final int READY_WITHIN_POLLS = 300;
    private static final long POLL_MILLIS = 100;
    private static final int OK = 200;

    private final String word;
    private final Process process;

    private DerwentProcess(String word, Process process) {
        this.word = word;
        this.process = process;
    }

    static DerwentProcess start(String word, List<String> jvmOptions, Map<String, String> environment, Path log)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dlogback.configurationFile=io/derwent/launcher/logback-terminal.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.derwent.launcher.Derwent",
                word));
        ProcessBuilder java =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        java.environment().putAll(environment);
        return new DerwentProcess(word, java.start());
    }

    /** Returns when it says so at {@code http://host:port/health/ready}. */
    void awaitReady(String url) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "/health/ready")).build();
        HttpClient http = HttpClient.newHttpClient();
        for (int poll = 0; poll < READY_WITHIN_POLLS; poll++) {
            try {
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK) {
                    return;
                }
            } catch (IOException e) {
                // not yet
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException("derwent %s does not start".formatted(word));
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
