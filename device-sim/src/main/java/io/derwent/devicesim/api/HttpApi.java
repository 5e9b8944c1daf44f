package io.derwent.devicesim.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** JSON over HTTP with a bearer token; blocks the caller. Safe to call from any thread. */
final class HttpApi {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FIRST_FAILURE = 300;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String base;
    private final String token;

    /**
     * An API.
     *
     * @param base {@code http://host:port}, with whatever path its requests share
     * @throws IllegalArgumentException if it is no such address
     */
    HttpApi(String base, String token) {
        if (!base.matches("https?://[^/]+.*")) {
            throw new IllegalArgumentException("%s is no address, http://host:port is expected".formatted(base));
        }
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.token = token;
    }

    /**
     * Sends JSON and reads the JSON answer; a missing node if the answer is empty.
     *
     * @throws ApiRefused     if the status is 300 or higher
     * @throws ApiUnavailable if there is no answer
     */
    JsonNode send(String method, String path, Map<String, String> headers, Object body) {
        HttpRequest.Builder request = request(path, headers)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(bytes(body)));
        return exchange(request.build());
    }

    /** Reads JSON, under the same rules as {@link #send}. */
    JsonNode get(String path, Map<String, String> headers) {
        return exchange(request(path, headers).GET().build());
    }

    /** Reads newline-delimited JSON line by line, under the same rules as {@link #send}. */
    void lines(String path, Map<String, String> headers, Consumer<JsonNode> line) {
        HttpRequest request = request(path, headers).GET().build();
        try {
            HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                if (response.statusCode() >= FIRST_FAILURE) {
                    throw new ApiRefused(
                            name(request), response.statusCode(), reader.lines().collect(Collectors.joining()));
                }
                for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                    if (!text.isBlank()) {
                        line.accept(JSON.readTree(text));
                    }
                }
            }
        } catch (IOException e) {
            throw unavailable(request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnavailable(name(request) + " was interrupted", e);
        }
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&", "?", ""));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/x-ndjson");
        headers.forEach(request::header);
        return request;
    }

    private static JsonNode exchange(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() >= FIRST_FAILURE) {
                throw new ApiRefused(
                        name(request), response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
            }
            return response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
        } catch (IOException e) {
            throw unavailable(request, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiUnavailable(name(request) + " was interrupted", e);
        }
    }

    private static ApiUnavailable unavailable(HttpRequest request, IOException e) {
        return new ApiUnavailable(
                "%s: %s".formatted(name(request), e instanceof ConnectException ? "nobody answers there" : e), e);
    }

    private static String name(HttpRequest request) {
        return request.method() + " " + request.uri();
    }

    private static byte[] bytes(Object body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("maps, lists and texts can be written", e);
        }
    }

    /** The items of a list answer, whether it is a bare array or wrapped as {@code items}. */
    static List<JsonNode> items(JsonNode answer) {
        JsonNode list = answer.isArray() ? answer : answer.path("items");
        return List.copyOf(list.isArray() ? iterate(list) : List.of());
    }

    private static List<JsonNode> iterate(JsonNode list) {
        java.util.ArrayList<JsonNode> items = new java.util.ArrayList<>();
        list.forEach(items::add);
        return items;
    }
}
