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

    @Override
    public String toString() {
        return value;
    }
}
