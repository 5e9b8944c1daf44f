package io.derwent.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * One password of a credential. Several may be valid at once, so that a device's password can be changed without a gap.
 *
 * @param notBefore valid from here, inclusive
 * @param notAfter  valid until here, inclusive
 */
record Secret(
        String id, boolean enabled, Optional<Instant> notBefore, Optional<Instant> notAfter, PasswordHash password) {
    boolean isValidAt(Instant now) {
        return enabled
                && notBefore.map(from -> !now.isBefore(from)).orElse(true)
                && notAfter.map(until -> !now.isAfter(until)).orElse(true);
    }
}
