package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * One condition of a search: {@code {"field":"/ext/room","op":"eq","value":"12?"}}. Texts are compared by case; in them
 * {@code *} stands for any characters and {@code ?} for one. An array matches if one of its elements does.
 *
 * <p>Source: Hono device registry management API v1, {@code filterJson}; {@code eq} is its only operator.
 */
public final class Filter {
    private static final Set<String> MEMBERS = Set.of("field", "op", "value");
    private static final String EQUAL = "eq";

    private final JsonPointer field;
    private final JsonNode value;

    private Filter(JsonPointer field, JsonNode value) {
        this.field = field;
        this.value = value;
    }

    /**
     * Parses one {@code filterJson}.
     *
     * @throws RegistryRefusal INVALID, naming the member and the rule
     */
    public static Filter parse(String json) {
        ObjectNode filter = Json.parameter(json, "filterJson", MEMBERS);
        String operator = Json.text(filter, "op").orElse(EQUAL);
        if (!operator.equals(EQUAL)) {
            throw RegistryRefusal.invalid("op is \"%s\", %s is expected".formatted(operator, EQUAL));
        }
        JsonNode value = filter.path("value");
        if (!value.isTextual() && !value.isNumber() && !value.isBoolean()) {
            throw RegistryRefusal.invalid("value must be a text, a number or a boolean");
        }
        return new Filter(JsonPointer.parse(Json.requiredText(filter, "field")), value);
    }

    /** A condition on the column {@code searched}, with two parameters. */
    String condition() {
        return hasWildcards() ? """

                and exists (select 1 from jsonb_path_query(searched #> ?, '$[*]') as found (element)
                             where jsonb_typeof(element) = 'string' and element #>> '{}' like ? escape '\\')""" : " and searched #> ? @> cast(? as jsonb)";
    }

    List<Object> parameters() {
        return List.of(field.path(), hasWildcards() ? pattern() : value.toString());
    }

    private boolean hasWildcards() {
        return value.isTextual()
                && (value.textValue().contains("*") || value.textValue().contains("?"));
    }

    private String pattern() {
        return value.textValue()
                .replaceAll("[\\\\%_]", "\\\\$0")
                .replace('*', '%')
                .replace('?', '_');
    }
}
