package io.derwent.wire;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a hub took a message from a device. A gateway may receive it days later, and a device without a clock sends no other
 * time, so the hub's travels with the message: in the property bag of the topic it publishes to, which Hono's adapters and
 * ours keep word for word in the header {@code orig_address} (docs/adr/0018). Nothing but a device's missing time is replaced
 * by it.
 *
 * <pre>  event//cuff-1/?hub-received-at=1795680300000          milliseconds since 1970, UTC, by the hub's clock</pre>
 */
public final class HubTime {
    private static final String NAME = "hub-received-at";
    private static final Pattern IN_BAG = Pattern.compile("/\\?(?:[^?]*&)?" + NAME + "=(\\d{1,15})(?:&[^?]*)?$");

    private HubTime() {}

    /** The pair for the property bag. */
    public static String property(Instant receivedAt) {
        return NAME + "=" + receivedAt.toEpochMilli();
    }

    /** The time in the address a message was published to; empty if no hub wrote one. */
    static Optional<Instant> in(String address) {
        Matcher bag = IN_BAG.matcher(address);
        return bag.find() ? Optional.of(Instant.ofEpochMilli(Long.parseLong(bag.group(1)))) : Optional.empty();
    }
}
