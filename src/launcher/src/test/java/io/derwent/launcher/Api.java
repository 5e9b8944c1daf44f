package io.derwent.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A caller of one of the HTTP APIs with a bearer token, as {@code curl} would be. */
final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;
    private final String token;
    private final @Nullable String tenant;

    /** @param tenant goes into the header {@code Derwent-Tenant}; null: not sent */
    Api(String base, String token, @Nullable String tenant) {
        this.base = base;
        this.token = token;
        this.tenant = tenant;
    }

    /** An answer: status and, where there is one, the JSON body. */
    record Answer(int status, JsonNode body) {
        /** @throws IllegalStateException with the body if the status is another */
        JsonNode expect(int expected) {
            if (status != expected) {
                throw new IllegalStateException("status %d, expected %d: %s".formatted(status, expected, body));
            }
            return body;
        }
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("content-type", "application/json").POST(BodyPublishers.ofString(json)));
    }

    Answer put(String path, String json) throws IOException, InterruptedException {
        return send(request(path).header("content-type", "application/json").PUT(BodyPublishers.ofString(json)));
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(URI.create(base + path)).header("authorization", "Bearer " + token);
        if (tenant != null) {
            builder.header("Derwent-Tenant", tenant);
        }
        return builder;
    }

    HttpClient client() {
        return client;
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        String body = response.body();
        return new Answer(response.statusCode(), body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body));
    }
}
