package io.derwent.edge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Who may publish to the hub. On loopback anybody may, for any device: whoever can open that port can read the queue's files
 * as well. On the home's network each device shows its id and password, which stand in a file, one line each:
 *
 * <pre>
 *   cuff-1:$7$1000$KdY…$9f3…==        publishes for itself
 *   ward-box:$7$1000$Qm0…$77a…==:*    publishes for any device
 * </pre>
 *
 * <p>The hash is what {@code mosquitto_passwd} writes (PBKDF2 with HMAC-SHA-512; iterations, salt and hash in Base64);
 * {@code ./derwent edge new-device} makes a line.
 */
final class LocalDevices {
    private static final Pattern LINE = Pattern.compile(
            "(?<device>[a-zA-Z0-9-_.:]{1,200}?):\\$7\\$(?<iterations>\\d{1,6})\\$(?<salt>[^$]+)\\$(?<hash>[^$:]+)(?<all>:\\*)?");
    private static final int ITERATIONS = 1_000;
    /** A login is checked on the event loop: a millisecond or two. */
    private static final int MOST_ITERATIONS = 10_000;

    private static final int SALT_BYTES = 12;
    private static final int HASH_BYTES = 64;
    private static final int PASSWORD_BYTES = 24;

    private final Map<String, Secret> secrets;
    private final boolean open;

    private LocalDevices(Map<String, Secret> secrets, boolean open) {
        this.secrets = Map.copyOf(secrets);
        this.open = open;
    }

    /**
     * Who has connected.
     *
     * @param device        whose messages they are if the topic names no device
     * @param speaksForAll  whether the topic may name another
     */
    record Login(String device, boolean speaksForAll) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared as a record
    private record Secret(int iterations, byte[] salt, byte[] hash, boolean speaksForAll) {
        boolean matches(String password) {
            return MessageDigest.isEqual(hash, pbkdf2(password, salt, iterations, hash.length));
        }
    }

    /** A new device's password, which only the device keeps, and its line in the file. */
    record NewDevice(String password, String line) {}

    static LocalDevices anybody() {
        return new LocalDevices(Map.of(), true);
    }

    /**
     * Reads the file.
     *
     * @throws EdgeConfig.InvalidConfig naming the line that cannot be read
     */
    static LocalDevices read(Path file) {
        Map<String, Secret> secrets = new HashMap<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EdgeConfig.InvalidConfig(
                    "DERWENT_EDGE_DEVICES is \"%s\", which cannot be read: %s".formatted(file, e.getMessage()));
        }
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                read(line, "%s, line %d".formatted(file, i + 1), secrets);
            }
        }
        return new LocalDevices(secrets, false);
    }

    private static void read(String line, String where, Map<String, Secret> into) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || Integer.parseInt(parts.group("iterations")) > MOST_ITERATIONS) {
            throw new EdgeConfig.InvalidConfig(
                    "%s is not DEVICE:$7$ITERATIONS$SALT$HASH with at most %d iterations; ./derwent edge new-device makes one"
                            .formatted(where, MOST_ITERATIONS));
        }
        try {
            into.put(
                    parts.group("device"),
                    new Secret(
                            Math.max(1, Integer.parseInt(parts.group("iterations"))),
                            Base64.getDecoder().decode(parts.group("salt")),
                            Base64.getDecoder().decode(parts.group("hash")),
                            parts.group("all") != null));
        } catch (IllegalArgumentException e) {
            throw new EdgeConfig.InvalidConfig("%s: salt and hash are not Base64".formatted(where));
        }
    }

    static NewDevice make(String device) {
        SecureRandom random = new SecureRandom();
        byte[] secret = new byte[PASSWORD_BYTES];
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(secret);
        random.nextBytes(salt);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Base64.Encoder base64 = Base64.getEncoder();
        String hash = base64.encodeToString(pbkdf2(password, salt, ITERATIONS, HASH_BYTES));
        return new NewDevice(
                password, "%s:$7$%d$%s$%s".formatted(device, ITERATIONS, base64.encodeToString(salt), hash));
    }

    /**
     * Lets a client in. A user name may have a tenant behind an {@code @}, as at the gateway; it is not looked at.
     *
     * @param user     user name of the CONNECT, or empty
     * @param clientId names the device on loopback where there is no user name
     * @return empty if it may not come in
     */
    Optional<Login> logIn(String user, String password, String clientId) {
        int at = user.indexOf('@');
        String device = at < 0 ? user : user.substring(0, at);
        if (open) {
            return Optional.of(new Login(device.isEmpty() ? clientId : device, true));
        }
        Secret secret = secrets.get(device);
        return secret != null && secret.matches(password)
                ? Optional.of(new Login(device, secret.speaksForAll()))
                : Optional.empty();
    }

    private static byte[] pbkdf2(String password, byte[] salt, int iterations, int bytes) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bytes * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has PBKDF2 with SHA-512", e);
        } finally {
            spec.clearPassword();
        }
    }
}
