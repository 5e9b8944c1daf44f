package io.derwent.launcher.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** An open {@code cases/stream}: notes when a patient's first case arrives, in microseconds after its message was sent. */
final class CaseWatch implements AutoCloseable {
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int HTTP_OK = 200;
    private static final long POLL_MILLIS = 20;

    private final Map<String, Long> sentNanos = new ConcurrentHashMap<>();
    private final Histogram latency = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Stream<String> lines;

    CaseWatch(String console, String token, String tenant) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(console + "/api/v1/cases/stream"))
                                .header("authorization", "Bearer " + token)
                                .header("Derwent-Tenant", tenant)
                                .header("accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofLines());
        if (response.statusCode() != HTTP_OK) {
            throw new IOException("cases/stream answered " + response.statusCode());
        }
        lines = response.body();
        Thread reader = new Thread(this::read, "cases-stream");
        reader.setDaemon(true);
        reader.start();
    }

    void sent(String patient, long nanos) {
        sentNanos.put(patient, nanos);
    }

    /** Waits until this many arrived, or no longer than the grace. */
    Histogram await(int count, Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        while (latency.getTotalCount() < count && System.nanoTime() < deadline) {
            Thread.sleep(POLL_MILLIS);
        }
        return latency;
    }

    private void read() {
        ObjectMapper json = new ObjectMapper();
        try {
            lines.filter(line -> line.startsWith("data:")).forEach(line -> {
                long now = System.nanoTime();
                try {
                    JsonNode one = json.readTree(line.substring("data:".length()));
                    Long sent = sentNanos.remove(one.path("patient").asText());
                    if (sent != null) {
                        latency.recordValue(Math.min(LONGEST_MICROS, (now - sent) / 1_000));
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            // the stream ends with the installation
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
