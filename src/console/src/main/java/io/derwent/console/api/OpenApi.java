package io.derwent.console.api;

import static io.derwent.console.http.Endpoint.ANYBODY;
import static io.derwent.console.http.Endpoint.get;

import io.derwent.console.http.Endpoint;
import io.derwent.console.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Serves what describes our interfaces: {@code openapi.json} (OpenAPI 3.1) of this API, and the JSON schema of the canonical
 * reading devices send.
 */
public final class OpenApi {
    private static final String READING_SCHEMA = "/schemas/reading.schema.json";

    private final String api = read("/openapi.json");
    private final String readingSchema = read(READING_SCHEMA);

    public List<Endpoint> endpoints() {
        return List.of(
                get("/api/v1/openapi.json", ANYBODY, request -> Reply.jsonText(api)),
                get("/api/v1" + READING_SCHEMA, ANYBODY, request -> Reply.jsonText(readingSchema)));
    }

    private static String read(String resource) {
        try (InputStream in = OpenApi.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
