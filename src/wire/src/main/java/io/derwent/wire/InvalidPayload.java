package io.derwent.wire;

import java.util.regex.Pattern;

/**
 * Bytes that cannot be read; the message says what was wrong, where, and the rule. It may quote the sender, so control
 * characters in it are replaced: MQTT 5 §1.5.4 forbids U+0000 in a reason string and advises against the others, C1 among
 * them, and no table takes U+0000.
 */
public final class InvalidPayload extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    public InvalidPayload(String message) {
        super(printable(message));
    }

    public InvalidPayload(String message, Throwable cause) {
        super(printable(message), cause);
    }

    private static String printable(String message) {
        return CONTROL.matcher(message).replaceAll("\uFFFD");
    }
}
