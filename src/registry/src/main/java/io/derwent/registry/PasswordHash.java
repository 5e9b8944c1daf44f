package io.derwent.registry;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is kept of a device's password.
 *
 * <p>Long random secrets are kept as salted SHA-512: nobody guesses 128 random bits, and a hash that takes a microsecond
 * lets ten thousand devices reconnect at once. Shorter ones may have been thought up by a person and get bcrypt. Accepted
 * from outside: {@code sha-256}, {@code sha-512} (Base64 of the hash over salt and UTF-8 password) and {@code bcrypt}
 * ({@code $2a$} only, cost 12 at most), as Hono's registry stores them.
 */
@SuppressWarnings("ArrayRecordComponent") // hashes are compared in constant time, never by equals
sealed interface PasswordHash {
    int BCRYPT_COST = 10;
    int LONG_ENOUGH_FOR_SHA = 16;
    int SALT_BYTES = 16;
    int LONGEST_FOR_BCRYPT = 72;
    String BCRYPT = "bcrypt";
    LongPasswordStrategy TRUNCATE = LongPasswordStrategies.truncate(BCrypt.Version.VERSION_2A);
    /** Each step of the cost doubles the time of a check, which 31 makes days. Hono's default limit is 10. */
    Pattern BCRYPT_HASH = Pattern.compile("\\$2a\\$(0[4-9]|1[0-2])\\$[./A-Za-z0-9]{53}");

    Set<String> SHA = Set.of("sha-256", "sha-512");

    /** Whether this is the password. Takes microseconds, or tens of milliseconds if {@link #slow()}. */
    boolean matches(String password);

    /** Whether checking takes so long that it must not happen on an event loop. */
    boolean slow();

    /** Hono's name of the function. */
    String function();

    /** Hono's {@code pwd-hash}. */
    String hashText();

    /** Hono's {@code salt}, Base64; empty for bcrypt, which keeps it within. */
    String saltText();

    /** The hash of a new password. */
    static PasswordHash of(String password, SecureRandom random) {
        if (password.length() < LONG_ENOUGH_FOR_SHA) {
            byte[] utf8 = password.getBytes(StandardCharsets.UTF_8);
            byte[] hash =
                    BCrypt.with(BCrypt.Version.VERSION_2A, random, TRUNCATE).hash(BCRYPT_COST, utf8);
            return new Bcrypt(new String(hash, StandardCharsets.US_ASCII));
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Salted("sha-512", salt, Salted.digest("sha-512", salt, password));
    }

    /**
     * A hash made elsewhere.
     *
     * @throws RegistryRefusal INVALID if the function is unknown or the texts do not fit it
     */
    static PasswordHash parse(String function, String hash, String salt) {
        String name = function.toLowerCase(Locale.ROOT);
        if (name.equals(BCRYPT)) {
            if (!BCRYPT_HASH.matcher(hash).matches()) {
                throw RegistryRefusal.invalid("pwd-hash is no bcrypt hash of version $2a$ and cost 4 to 12");
            }
            return new Bcrypt(hash);
        }
        if (!SHA.contains(name)) {
            throw RegistryRefusal.invalid(
                    "hash-function is \"%s\", one of sha-256, sha-512, bcrypt is expected".formatted(function));
        }
        Salted salted = new Salted(name, base64("salt", salt), base64("pwd-hash", hash));
        if (salted.hash.length != Salted.digest(name, salted.salt, "").length) {
            throw RegistryRefusal.invalid(
                    "pwd-hash has %d bytes, which is not the length of %s".formatted(salted.hash.length, name));
        }
        return salted;
    }

    private static byte[] base64(String member, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw RegistryRefusal.invalid(member + " is not Base64");
        }
    }

    /** SHA-256 or SHA-512 over the salt's bytes and the password. */
    record Salted(String function, byte[] salt, byte[] hash) implements PasswordHash {
        @Override
        public boolean matches(String password) {
            return MessageDigest.isEqual(hash, digest(function, salt, password));
        }

        @Override
        public boolean slow() {
            return false;
        }

        @Override
        public String hashText() {
            return Base64.getEncoder().encodeToString(hash);
        }

        @Override
        public String saltText() {
            return Base64.getEncoder().encodeToString(salt);
        }

        private static byte[] digest(String function, byte[] salt, String password) {
            try {
                MessageDigest digest = MessageDigest.getInstance(function.toUpperCase(Locale.ROOT));
                digest.update(salt);
                return digest.digest(password.getBytes(StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has " + function, e);
            }
        }
    }

    /** A {@code $2a$} hash. */
    record Bcrypt(String hashText) implements PasswordHash {
        /** bcrypt reads 72 bytes; a longer password is cut there, as the hashes from outside were. */
        @Override
        public boolean matches(String password) {
            byte[] utf8 = password.getBytes(StandardCharsets.UTF_8);
            byte[] read = utf8.length > LONGEST_FOR_BCRYPT ? Arrays.copyOf(utf8, LONGEST_FOR_BCRYPT) : utf8;
            return BCrypt.verifyer(BCrypt.Version.VERSION_2A)
                    .verify(read, hashText.getBytes(StandardCharsets.US_ASCII))
                    .verified;
        }

        @Override
        public boolean slow() {
            return true;
        }

        @Override
        public String function() {
            return BCRYPT;
        }

        @Override
        public String saltText() {
            return "";
        }
    }
}
