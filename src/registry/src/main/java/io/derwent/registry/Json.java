package io.derwent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads members of registry documents and says, in the caller's words, what is wrong with them. */
final class Json {
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static ObjectNode emptyObject() {
        return MAPPER.createObjectNode();
    }

    static ArrayNode emptyArray() {
        return MAPPER.createArrayNode();
    }

    static JsonNode parse(byte[] bytes) {
        return parse(bytes, "the body");
    }

    static JsonNode parse(byte[] bytes, String what) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            if (node == null || node.isMissingNode()) {
                throw RegistryRefusal.invalid(what + " is empty, JSON is expected");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw RegistryRefusal.invalid(what + " is not JSON: "
                    + (e instanceof MismatchedInputException ? "something follows the value" : e.getOriginalMessage()));
        } catch (IOException e) {
            throw RegistryRefusal.invalid(what + " is not JSON: " + e.getMessage());
        }
    }

    /** A query parameter that is a JSON object of these members. */
    static ObjectNode parameter(String text, String name, Set<String> members) {
        return object(parse(text.getBytes(StandardCharsets.UTF_8), name), name, members);
    }

    /** A document as it came out of the database. */
    static JsonNode stored(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a jsonb column holds something that is no JSON", e);
        }
    }

    static ObjectNode storedObject(String text) {
        return (ObjectNode) stored(text);
    }

    /** An object's members, of which none may be other than {@code allowed}. */
    static ObjectNode object(JsonNode node, String what, Set<String> allowed) {
        ObjectNode object = object(node, what);
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!allowed.contains(name)) {
                throw RegistryRefusal.invalid("%s has a member \"%s\", allowed are %s%s"
                        .formatted(
                                what,
                                name,
                                new TreeSet<>(allowed),
                                allowed.contains("ext") ? "; own members go into ext" : ""));
            }
        }
        return object;
    }

    static ObjectNode object(JsonNode node, String what) {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw RegistryRefusal.invalid(what + " must be a JSON object");
    }

    static Optional<ObjectNode> objectMember(ObjectNode parent, String name) {
        return member(parent, name).map(node -> object(node, name));
    }

    static boolean flag(ObjectNode parent, String name, boolean absent) {
        return member(parent, name)
                .map(node -> {
                    if (!node.isBoolean()) {
                        throw RegistryRefusal.invalid(name + " must be true or false");
                    }
                    return node.booleanValue();
                })
                .orElse(absent);
    }

    static Optional<String> text(ObjectNode parent, String name) {
        return member(parent, name).map(node -> {
            if (!node.isTextual()) {
                throw RegistryRefusal.invalid(name + " must be a text");
            }
            return node.textValue();
        });
    }

    static String requiredText(ObjectNode parent, String name) {
        return text(parent, name).orElseThrow(() -> RegistryRefusal.invalid("required member " + name + " is missing"));
    }

    static Optional<Instant> instant(ObjectNode parent, String name) {
        return text(parent, name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeException e) {
                throw RegistryRefusal.invalid(
                        "%s is \"%s\", an RFC 3339 time with offset is expected".formatted(name, text));
            }
        });
    }

    static Optional<Long> wholeNumber(ObjectNode parent, String name) {
        return member(parent, name).map(node -> {
            if (!node.isIntegralNumber() || !node.canConvertToLong()) {
                throw RegistryRefusal.invalid(name + " must be a whole number");
            }
            return node.longValue();
        });
    }

    static Optional<ArrayNode> arrayMember(ObjectNode parent, String name) {
        return member(parent, name).map(node -> {
            if (node instanceof ArrayNode array) {
                return array;
            }
            throw RegistryRefusal.invalid(name + " must be an array");
        });
    }

    /** A set of texts; one text alone is a set of one, as Hono reads it. */
    static Set<String> texts(ObjectNode parent, String name) {
        Set<String> texts = new LinkedHashSet<>();
        member(parent, name).ifPresent(node -> {
            Iterable<JsonNode> elements = node.isArray() ? node : java.util.List.of(node);
            for (JsonNode element : elements) {
                if (!element.isTextual() || element.textValue().isEmpty()) {
                    throw RegistryRefusal.invalid(name + " must be an array of texts");
                }
                texts.add(element.textValue());
            }
        });
        return texts;
    }

    /** Message defaults: names to values, a value being a text, a number or a boolean, rendered as a header's text. */
    static Map<String, String> headerTexts(ObjectNode parent, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        objectMember(parent, name).ifPresent(object -> {
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                if (!property.getValue().isValueNode() || property.getValue().isNull()) {
                    throw RegistryRefusal.invalid(
                            "%s/%s must be a text, a number or a boolean".formatted(name, property.getKey()));
                }
                texts.put(property.getKey(), property.getValue().asText());
            }
        });
        return texts;
    }

    private static Optional<JsonNode> member(ObjectNode parent, String name) {
        JsonNode node = parent.get(name);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }
}
