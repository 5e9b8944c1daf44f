package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.derwent.model.DeviceId;
import io.derwent.model.ReaderPlaces;
import java.util.Set;

/**
 * A device as Eclipse Hono's registry API spells it, checked.
 *
 * <p>Source: Hono device registry management API v1, {@code Device}. {@code status} is read-only: what a caller sends of it
 * is dropped.
 */
public record DeviceDocument(ObjectNode json) {
    private static final String STATUS = "status";
    private static final Set<String> MEMBERS = Set.of(
            "enabled",
            "defaults",
            "via",
            "viaGroups",
            "memberOf",
            "authorities",
            "downstream-message-mapper",
            "upstream-message-mapper",
            "command-endpoint",
            "ext",
            STATUS);

    /**
     * Parses a request body; an absent one is a device with every default.
     *
     * @throws RegistryRefusal INVALID, naming the member and the rule
     */
    public static DeviceDocument parse(byte[] body) {
        JsonNode node = body.length == 0 ? Json.emptyObject() : Json.parse(body);
        ObjectNode json = Json.object(node, "a device", MEMBERS);
        json.remove(STATUS);
        DeviceDocument document = new DeviceDocument(json);
        document.check();
        return document;
    }

    /**
     * The id a caller chose, checked against Hono's pattern.
     *
     * @throws RegistryRefusal INVALID
     */
    public static String id(String text) {
        try {
            return new DeviceId(text).value();
        } catch (IllegalArgumentException e) {
            throw RegistryRefusal.invalid(String.valueOf(e.getMessage()));
        }
    }

    /** The device as the gateway sees it, as far as it stands in the document: as no reader. */
    Device device(String tenant, String id) {
        return new Device(
                tenant,
                id,
                Json.flag(json, "enabled", true),
                Json.texts(json, "via"),
                Json.texts(json, "viaGroups"),
                Json.texts(json, "memberOf"),
                Json.headerTexts(json, "defaults"),
                ReaderPlaces.unregistered(tenant, id));
    }

    private void check() {
        Device device = device("a-tenant", "a-device");
        if (!device.memberOf().isEmpty()
                && !(device.via().isEmpty() && device.viaGroups().isEmpty())) {
            throw RegistryRefusal.invalid("memberOf makes a gateway device, which cannot have via or viaGroups itself");
        }
        Json.texts(json, "authorities");
        Json.text(json, "downstream-message-mapper");
        Json.text(json, "upstream-message-mapper");
        Json.objectMember(json, "command-endpoint");
        Json.objectMember(json, "ext");
    }
}
