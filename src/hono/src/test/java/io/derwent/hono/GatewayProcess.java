package io.derwent.hono;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Our gateway in a JVM of its own with its own Vert.x, as the gateway's tests run it, and its registry API. The gateway's
 * build has left the class path in a file; nothing of it is on ours.
 */
final class GatewayProcess implements AutoCloseable {
    static final String PASSWORD = "correct-horse-battery-staple";

    private static final Path TARGET = Path.of("..", "..", "gateway", "target").toAbsolutePath();
    private static final String MAIN = "io.derwent.gateway.RunningGatewayMain";

    private final Process process;
    private final int mqttPort;
    private final int httpPort;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    private GatewayProcess(Process process, int mqttPort, int httpPort, String token) {
        this.process = process;
        this.mqttPort = mqttPort;
        this.httpPort = httpPort;
        this.token = token;
    }

    /** Starts it at this broker, and waits until devices can connect. */
    static GatewayProcess start(String kafka) {
        try {
            String classPath = String.join(
                    ":",
                    TARGET.resolve("test-classes").toString(),
                    TARGET.resolve("classes").toString(),
                    Files.readString(TARGET.resolve("test-class-path")).strip());
            Process process = new ProcessBuilder(List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            classPath,
                            MAIN,
                            kafka))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("ready ")) {
                    String[] words = line.split(" ", -1);
                    drain(out);
                    return new GatewayProcess(
                            process, Integer.parseInt(words[1]), Integer.parseInt(words[2]), words[3]);
                }
                System.out.println("gateway: " + line);
            }
            throw new IllegalStateException("the gateway ended before it was ready");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(BufferedReader out) {
        Thread thread = new Thread(() -> out.lines().forEach(line -> System.out.println("gateway: " + line)));
        thread.setDaemon(true);
        thread.start();
    }

    int mqttPort() {
        return mqttPort;
    }

    /** A tenant, made through Hono's registry API. */
    GatewayProcess withTenant(String tenant, String document) {
        call("POST", "/v1/tenants/" + tenant, document);
        return this;
    }

    /** A device that logs in as itself with {@link #PASSWORD}. */
    GatewayProcess withDevice(String tenant, String device, String document) {
        call("POST", "/v1/devices/%s/%s".formatted(tenant, device), document);
        call("PUT", "/v1/credentials/%s/%s".formatted(tenant, device), """
                [{"type":"hashed-password","auth-id":"%s","secrets":[{"pwd-plain":"%s"}]}]""".formatted(device, PASSWORD));
        return this;
    }

    private void call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(httpPort, path)))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(
                        "%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Closes the pipe, which ends it. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
