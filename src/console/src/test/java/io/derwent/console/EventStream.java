package io.derwent.console;

import static org.awaitility.Awaitility.await;

import io.derwent.console.RunningConsole.Person;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client of server-sent events, for tests: every line goes to a list. */
final class EventStream {
    private EventStream() {}

    /** Opens a stream; returns when it is live. */
    static HttpResponse<InputStream> open(
            RunningConsole console, String path, Person person, String lastEventId, List<String> lines)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(console.url() + path))
                .header("Authorization", "Bearer " + person.token());
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        Thread reading = new Thread(() -> {
            try (var in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("ended");
            }
        });
        reading.setDaemon(true);
        reading.start();
        await().until(() -> lines.contains(": live"));
        return response;
    }

    /** What stands behind this in the last line that begins so. */
    static String last(List<String> lines, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .reduce((first, second) -> second)
                .orElseThrow()
                .substring(prefix.length());
    }
}
