package io.derwent.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The nurse's open page, as far as {@code GET /api/v1/cases/stream} feeds it. */
final class CaseStream implements AutoCloseable {
    private final List<JsonNode> cases = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;

    CaseStream(Api console) throws IOException, InterruptedException {
        HttpResponse<Stream<String>> response = console.client()
                .send(
                        console.request("/api/v1/cases/stream")
                                .header("accept", "text/event-stream")
                                .build(),
                        BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new IOException("cases/stream answered " + response.statusCode());
        }
        lines = response.body();
        Thread reader = new Thread(this::read, "cases-stream");
        reader.setDaemon(true);
        reader.start();
    }

    /** Every version of this patient's case that came in, in order. */
    List<JsonNode> ofPatient(String patient) {
        return cases.stream()
                .filter(one -> one.path("patient").asText().equals(patient))
                .toList();
    }

    private void read() {
        ObjectMapper json = new ObjectMapper();
        try {
            lines.filter(line -> line.startsWith("data:")).forEach(line -> {
                try {
                    cases.add(json.readTree(line.substring("data:".length())));
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        } catch (java.io.UncheckedIOException e) {
            // the stream ends with the installation
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
