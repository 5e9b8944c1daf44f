package io.derwent.console.push;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to somebody who is not looking at a page of ours. */
public enum Channel {
    /** A notification of a browser (RFC 8030). */
    WEB_PUSH,
    SMS,
    EMAIL,
    /** The screen of the hub the patient's devices stand behind. */
    HUB;

    /** The name in tables, metrics and APIs: {@code web_push}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Channel> ofCode(String code) {
        return Arrays.stream(values())
                .filter(channel -> channel.code().equals(code))
                .findFirst();
    }
}
