package io.derwent.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.derwent.model.Ids;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Checks passwords, and remembers for a while what a slow hash said, so that a device with a bcrypt password reconnecting
 * every minute costs one check, not sixty. What is remembered is keyed by a hash with a salt only this process knows.
 */
final class PasswordCheck {
    private static final int MOST_VERDICTS = 20_000;
    private static final Duration KEEP = Duration.ofMinutes(10);
    private static final int SALT_BYTES = 32;

    private final String salt;
    private final Cache<String, Boolean> verdicts;

    PasswordCheck(Ticker ticker) {
        byte[] bytes = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(bytes);
        salt = HexFormat.of().formatHex(bytes);
        verdicts = Caffeine.newBuilder()
                .maximumSize(MOST_VERDICTS)
                .expireAfterWrite(KEEP)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    boolean matches(PasswordHash hash, String password) {
        if (!hash.slow()) {
            return hash.matches(password);
        }
        return verdicts.get(Ids.of(salt, hash.hashText(), password), key -> hash.matches(password));
    }

    long remembered() {
        return verdicts.estimatedSize();
    }
}
