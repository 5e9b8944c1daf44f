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
import java.util.stream.Stream;

/**
 * Serves what describes our interfaces: {@code openapi.json} (OpenAPI 3.1) of this API, and the JSON schemas of the canonical
 * reading and ping that devices send, of care plans, and of the pathways they follow.
 */
public final class OpenApi {
    private static final List<String> SCHEMAS = List.of(
            "/schemas/reading.schema.json",
            "/schemas/ping.schema.json",
            "/schemas/care-plan.schema.json",
            "/schemas/pathway.schema.json");

    public List<Endpoint> endpoints() {
        return Stream.concat(
                        Stream.of(served("/openapi.json")), SCHEMAS.stream().map(OpenApi::served))
                .toList();
    }

    private static Endpoint served(String resource) {
        String json = read(resource);
        return get("/api/v1" + resource, ANYBODY, request -> Reply.jsonText(json));
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
