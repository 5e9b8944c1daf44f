package io.derwent.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    /** But for HEAD, which goes with every GET. */
    @Test
    void theFileDescribesEveryRouteOfTheApiAndNothingElse() {
        try (RunningConsole console = RunningConsole.start()) {
            Set<String> routes = new TreeSet<>();
            console.console().router().getRoutes().forEach(route -> {
                if (route.getPath() != null && route.getPath().startsWith("/api/")) {
                    route.methods().stream()
                            .filter(method -> !method.equals(HttpMethod.HEAD))
                            .forEach(method -> routes.add(
                                    method.name() + " " + route.getPath().replaceAll(":(\\w+)", "{$1}")));
                }
            });
            Set<String> described = new TreeSet<>();
            JsonNode file = console.get("", "/api/v1/openapi.json").json();
            file.path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .fieldNames()
                            .forEachRemaining(
                                    method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

            assertThat(file.path("openapi").asText()).startsWith("3.1");
            assertThat(described).isNotEmpty().containsExactlyElementsOf(routes);
        }
    }

    @Test
    void theSchemasOfWhatDevicesSendAreServedToAnybody() {
        try (RunningConsole console = RunningConsole.start()) {
            JsonNode reading =
                    console.get("", "/api/v1/schemas/reading.schema.json").json();
            JsonNode ping = console.get("", "/api/v1/schemas/ping.schema.json").json();

            assertThat(reading.path("$schema").asText()).endsWith("2020-12/schema");
            assertThat(reading.path("required").toString()).isEqualTo("[\"kind\"]");
            assertThat(ping.path("$schema").asText()).endsWith("2020-12/schema");
            assertThat(ping.findValues("epc")).isNotEmpty();
        }
    }
}
