package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Something in the registry is no longer as it was.
 *
 * @param tenant the tenant concerned; empty: anything may have changed, because we were not listening
 * @param device the device concerned, itself or its credentials; empty: the tenant itself
 */
public record RegistryChange(String tenant, Optional<String> device) {
    static RegistryChange everything() {
        return new RegistryChange("", Optional.empty());
    }

    /** What a notification of the database says. */
    static RegistryChange parse(String payload) {
        JsonNode json = Json.stored(payload);
        return new RegistryChange(
                json.path("tenant").asText(),
                Optional.ofNullable(json.path("device").textValue()));
    }

    public boolean isEverything() {
        return tenant.isEmpty();
    }
}
