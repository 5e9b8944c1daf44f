package io.derwent.launcher;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/**
 * The passwords and tokens of one installation: random, made at its first start, kept in a file only the owner may read.
 * There is no built-in password anywhere.
 *
 * @param adminPassword password of the account {@code admin}, the platform's administrator
 * @param adminToken bearer token with the same rights, for programs
 * @param fresh true if this start made them, so that they are shown once
 */
record Secrets(
        String ownerPassword,
        String gatewayPassword,
        String jobsPassword,
        String consolePassword,
        String adminPassword,
        String adminToken,
        boolean fresh) {

    private static final int PASSWORD_BYTES = 15;
    private static final int TOKEN_BYTES = 32;

    static Secrets loadOrMake(Path file) {
        if (!Files.exists(file)) {
            Secrets made = make();
            made.store(file);
            return made;
        }
        return load(file);
    }

    /** Another administrator password, the rest as it is. */
    Secrets withAdminPassword(String password) {
        return new Secrets(ownerPassword, gatewayPassword, jobsPassword, consolePassword, password, adminToken, fresh);
    }

    static String randomPassword() {
        return random(PASSWORD_BYTES);
    }

    void store(Path file) {
        DataDirectory.writePrivate(file, """
                # Made at the first start; only the owner may read this file.
                admin.user=admin
                admin.password=%s
                admin.token=%s
                database.owner.password=%s
                database.gateway.password=%s
                database.jobs.password=%s
                database.console.password=%s
                """.formatted(
                        adminPassword, adminToken, ownerPassword, gatewayPassword, jobsPassword, consolePassword));
    }

    private static Secrets make() {
        return new Secrets(
                random(TOKEN_BYTES),
                random(TOKEN_BYTES),
                random(TOKEN_BYTES),
                random(TOKEN_BYTES),
                randomPassword(),
                random(TOKEN_BYTES),
                true);
    }

    private static Secrets load(Path file) {
        Properties kept = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            kept.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Secrets(
                required(kept, file, "database.owner.password"),
                required(kept, file, "database.gateway.password"),
                required(kept, file, "database.jobs.password"),
                required(kept, file, "database.console.password"),
                required(kept, file, "admin.password"),
                required(kept, file, "admin.token"),
                false);
    }

    private static String required(Properties kept, Path file, String key) {
        String value = kept.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new CannotStart("%s lacks %s; restore the file from a backup, or start anew with another --data DIR."
                    .formatted(file, key));
        }
        return value;
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    public String toString() {
        return "Secrets[***]";
    }
}
