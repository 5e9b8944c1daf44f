package io.derwent.registry;

import java.util.Map;
import java.util.Optional;

/**
 * What the gateway needs to know of a tenant.
 *
 * @param mqttEnabled    whether the MQTT protocol adapter serves it
 * @param strict         whether payloads we can decode must be decodable ({@code ext.derwent.strict})
 * @param maxConnections connections its devices may have open at once; empty: no limit
 * @param defaults       message properties added where the device sent none, as header texts
 */
public record Tenant(
        String id,
        boolean enabled,
        boolean mqttEnabled,
        boolean strict,
        Optional<Long> maxConnections,
        TtlLimits ttlLimits,
        Map<String, String> defaults) {
    public Tenant {
        defaults = Map.copyOf(defaults);
    }

    /** Longest times to live in seconds the tenant allows; empty: no limit. */
    public record TtlLimits(
            Optional<Long> event,
            Optional<Long> telemetryAtMostOnce,
            Optional<Long> telemetryAtLeastOnce,
            Optional<Long> commandResponse) {}
}
