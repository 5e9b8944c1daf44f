package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.model.TenantId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * A tenant as Eclipse Hono's registry API spells it, checked.
 *
 * <p>Source: Hono device registry management API v1, {@code Tenant}. Members we do not act on yet (tracing, data volume)
 * are kept as they came.
 */
public record TenantDocument(ObjectNode json) {
    private static final String TRUSTED_CA = "trusted-ca";
    private static final Set<String> MEMBERS = Set.of(
            "enabled",
            "alias",
            "adapters",
            "defaults",
            "minimum-message-size",
            "registration-limits",
            "resource-limits",
            "tracing",
            "trust-anchor-group",
            TRUSTED_CA,
            "ext");
    private static final Set<String> ADAPTER_MEMBERS =
            Set.of("type", "enabled", "device-authentication-required", "ext");
    private static final String MQTT_ADAPTER = "hono-mqtt";

    /**
     * Parses a request body; an absent one is a tenant with every default.
     *
     * @throws RegistryRefusal INVALID, naming the member and the rule
     */
    public static TenantDocument parse(byte[] body) {
        JsonNode node = body.length == 0 ? Json.emptyObject() : Json.parse(body);
        TenantDocument document = new TenantDocument(Json.object(node, "a tenant", MEMBERS));
        document.check();
        Json.arrayMember(document.json(), TRUSTED_CA)
                .ifPresent(authorities -> document.json().set(TRUSTED_CA, TrustAnchor.parseAll(authorities)));
        return document;
    }

    /**
     * The id a caller chose, checked against Hono's pattern.
     *
     * @throws RegistryRefusal INVALID
     */
    public static String id(String text) {
        try {
            return new TenantId(text).value();
        } catch (IllegalArgumentException e) {
            throw RegistryRefusal.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** The tenant as the gateway sees it. */
    Tenant tenant(String id) {
        return new Tenant(
                id,
                Json.flag(json, "enabled", true),
                mqttEnabled(),
                strict(),
                resourceLimit("max-connections"),
                new Tenant.TtlLimits(
                        resourceLimit("max-ttl"),
                        resourceLimit("max-ttl-telemetry-qos0"),
                        resourceLimit("max-ttl-telemetry-qos1"),
                        resourceLimit("max-ttl-command-response")),
                Json.headerTexts(json, "defaults"));
    }

    Optional<Long> registrationLimit(String name) {
        return Json.objectMember(json, "registration-limits")
                .flatMap(limits -> Json.wholeNumber(limits, name))
                .filter(limit -> limit >= 0);
    }

    /** The names of the authorities the tenant trusts, as in RFC 2253. */
    Set<String> trustedNames() {
        Set<String> names = new LinkedHashSet<>();
        json.path(TRUSTED_CA)
                .forEach(anchor -> names.add(anchor.path("subject-dn").asText()));
        return names;
    }

    Optional<String> trustAnchorGroup() {
        return Json.text(json, "trust-anchor-group");
    }

    private void check() {
        tenant("a-tenant");
        registrationLimit("max-devices");
        registrationLimit("max-credentials-per-device");
        Json.text(json, "alias");
        trustAnchorGroup();
        Json.wholeNumber(json, "minimum-message-size");
        Json.objectMember(json, "tracing");
    }

    /** No adapters named: all are on. An adapter that is named is off unless it says so. */
    private boolean mqttEnabled() {
        return Json.arrayMember(json, "adapters")
                .map(adapters -> {
                    boolean enabled = adapters.isEmpty();
                    Set<String> types = new HashSet<>();
                    for (JsonNode node : adapters) {
                        ObjectNode adapter = Json.object(node, "an adapter", ADAPTER_MEMBERS);
                        String type = Json.text(adapter, "type")
                                .orElseThrow(() -> RegistryRefusal.invalid("an adapter must have a type"));
                        if (!types.add(type)) {
                            throw RegistryRefusal.invalid("adapter \"%s\" stands twice".formatted(type));
                        }
                        enabled |= type.equals(MQTT_ADAPTER) && Json.flag(adapter, "enabled", false);
                    }
                    return enabled;
                })
                .orElse(true);
    }

    private boolean strict() {
        return Json.objectMember(json, "ext")
                .flatMap(ext -> Json.objectMember(ext, "derwent"))
                .map(derwent -> Json.flag(derwent, "strict", true))
                .orElse(true);
    }

    private Optional<Long> resourceLimit(String name) {
        return Json.objectMember(json, "resource-limits")
                .flatMap(limits -> Json.wholeNumber(limits, name))
                .filter(limit -> limit >= 0);
    }
}
