package io.derwent.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What Kubernetes' own models, and for ServiceMonitor a schema beside this test, say against a manifest. */
final class KubernetesSchema {
    private static final Set<String> GROUPS =
            Set.of("v1", "apps/v1", "batch/v1", "policy/v1", "networking.k8s.io/v1", "rbac.authorization.k8s.io/v1");
    private static final Schema SERVICE_MONITOR = serviceMonitor();

    private KubernetesSchema() {}

    /** The first thing that is wrong: an unknown field, a missing one, a wrong type. */
    static Optional<String> problem(JsonNode manifest) {
        String apiVersion = manifest.path("apiVersion").asText();
        String kind = manifest.path("kind").asText();
        if (kind.equals("ServiceMonitor")) {
            return SERVICE_MONITOR.validate(manifest).stream()
                    .map(Object::toString)
                    .findFirst();
        }
        if (!GROUPS.contains(apiVersion)) {
            return Optional.of("nobody here knows " + apiVersion + " " + kind);
        }
        try {
            Class.forName("io.kubernetes.client.openapi.models.V1" + kind)
                    .getMethod("validateJsonElement", JsonElement.class)
                    .invoke(null, JsonParser.parseString(manifest.toString()));
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (ReflectiveOperationException e) {
            return Optional.of("no model of " + apiVersion + " " + kind + ": " + e);
        }
    }

    private static Schema serviceMonitor() {
        try (InputStream schema = Objects.requireNonNull(
                KubernetesSchema.class.getResourceAsStream("/crd/servicemonitor.schema.json"), "schema")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
