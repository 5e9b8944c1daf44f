package io.derwent.model;

import java.util.regex.Pattern;

/** Id of one organisation, the data controller; equal to its Hono tenant id. Case-sensitive. */
public record TenantId(String value) {
    private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9-_.]{1,200}");

    /**
     * Parses; holding one means it is valid.
     *
     * @throws IllegalArgumentException if the text is not Hono's tenant id pattern
     */
    public TenantId {
        if (!PATTERN.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "tenant id is \"%s\", 1 to 200 letters, digits, '-', '_' or '.' are expected".formatted(value));
        }
    }

    /**
     * What two ids must not share: Kafka makes one metric name of {@code .} and {@code _}, so topics of {@code a.b} and
     * {@code a_b} collide.
     */
    public String collisionKey() {
        return value.replace('.', '_');
    }

    @Override
    public String toString() {
        return value;
    }
}
