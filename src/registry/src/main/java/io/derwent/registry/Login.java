package io.derwent.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * A device that has proved who it is, and by what.
 *
 * @param secret     what it proved it with, so that a later look at the registry can tell whether that still counts
 * @param validUntil when that secret stops counting; empty: until the registry says so
 */
public record Login(Tenant tenant, Device device, String authId, SecretReference secret, Optional<Instant> validUntil) {

    /** A secret by its id and its hash: a new password under the same id is another secret. */
    public record SecretReference(String id, String hash) {
        static SecretReference of(Secret secret) {
            return new SecretReference(secret.id(), secret.password().hashText());
        }
    }
}
