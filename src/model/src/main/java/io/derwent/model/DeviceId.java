package io.derwent.model;

import java.util.regex.Pattern;

/** Id of a device within its tenant. Case-sensitive. */
public record DeviceId(String value) {
    private static final Pattern PATTERN = Pattern.compile("[a-zA-Z0-9-_.:]{1,200}");

    /**
     * Parses; holding one means it is valid.
     *
     * @throws IllegalArgumentException if the text is not Hono's device id pattern
     */
    public DeviceId {
        if (!isId(value)) {
            throw new IllegalArgumentException(
                    "device id is \"%s\", 1 to 200 letters, digits, '-', '_', '.' or ':' are expected"
                            .formatted(value));
        }
    }

    /** Whether a text is a device id. */
    public static boolean isId(String text) {
        return PATTERN.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
