package io.derwent.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/**
 * One key of a search's order: {@code {"field":"/ext/room","direction":"desc"}}. Documents without the field come last in
 * either direction.
 *
 * <p>Source: Hono device registry management API v1, {@code sortJson}.
 */
public final class Sort {
    private static final Set<String> MEMBERS = Set.of("field", "direction");
    private static final String ASCENDING = "asc";
    private static final String DESCENDING = "desc";

    private final JsonPointer field;
    private final boolean descending;

    private Sort(JsonPointer field, boolean descending) {
        this.field = field;
        this.descending = descending;
    }

    /**
     * Parses one {@code sortJson}.
     *
     * @throws RegistryRefusal INVALID, naming the member and the rule
     */
    public static Sort parse(String json) {
        ObjectNode sort = Json.parameter(json, "sortJson", MEMBERS);
        String direction = Json.text(sort, "direction").orElse(ASCENDING);
        if (!direction.equals(ASCENDING) && !direction.equals(DESCENDING)) {
            throw RegistryRefusal.invalid(
                    "direction is \"%s\", %s or %s is expected".formatted(direction, ASCENDING, DESCENDING));
        }
        return new Sort(JsonPointer.parse(Json.requiredText(sort, "field")), direction.equals(DESCENDING));
    }

    /** A key on the column {@code searched}, with one parameter. */
    String key() {
        return descending ? "searched #> ? desc nulls last, " : "searched #> ? nulls last, ";
    }

    Object parameter() {
        return field.path();
    }
}
