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

/** Serves the description of this API, {@code openapi.json} (OpenAPI 3.1). */
public final class OpenApi {
    private static final String RESOURCE = "/openapi.json";

    private final String text = read();

    public List<Endpoint> endpoints() {
        return List.of(get("/api/v1/openapi.json", ANYBODY, request -> Reply.jsonText(text)));
    }

    private static String read() {
        try (InputStream in = OpenApi.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
