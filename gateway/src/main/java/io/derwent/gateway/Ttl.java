package io.derwent.gateway;

import java.util.Optional;

/**
 * How long a message is worth delivering, in Hono's way: what the device says, or else the default of device or tenant, at
 * most what the tenant allows; if only the tenant has a word, its limit. Source: Hono tenant API, "Resource Limits", and the
 * senders' behaviour. We never drop a reading because of it.
 */
final class Ttl {
    private Ttl() {}

    /**
     * The value of header {@code ttl} in milliseconds; empty: no header.
     *
     * @param wanted  seconds from the device or a default
     * @param allowed most seconds the tenant allows
     */
    static Optional<Long> millis(Optional<Long> wanted, Optional<Long> allowed) {
        Optional<Long> seconds = wanted.isPresent() && allowed.isPresent()
                ? Optional.of(Math.min(wanted.get(), allowed.get()))
                : wanted.or(() -> allowed);
        return seconds.map(value -> value * 1000);
    }

    /** A text as seconds, if it is a number from 0; -1 is Hono's "no limit". */
    static Optional<Long> seconds(String text) {
        try {
            long seconds = Long.parseLong(text);
            return seconds >= 0 && seconds <= Integer.MAX_VALUE ? Optional.of(seconds) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
