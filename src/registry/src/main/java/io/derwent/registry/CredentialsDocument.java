package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The complete set of a device's credentials as Eclipse Hono's registry API spells it, checked.
 *
 * <p>Source: Hono device registry management API v1, {@code CredentialsObject}. Of the credential types only
 * {@code hashed-password} is taken for now: the others cannot log in here yet, and storing them would say otherwise.
 * Passwords are hashed before they are stored; hashes are never given out again.
 */
public record CredentialsDocument(ArrayNode json) {
    static final String HASHED_PASSWORD = "hashed-password";

    private static final String PLAIN = "pwd-plain";
    private static final String HASH = "pwd-hash";
    private static final String FUNCTION = "hash-function";
    private static final String SALT = "salt";
    private static final Set<String> HIDDEN = Set.of(PLAIN, HASH, FUNCTION, SALT);
    private static final Set<String> MEMBERS = Set.of("type", "auth-id", "enabled", "ext", "secrets");
    private static final Set<String> SECRET_MEMBERS =
            Set.of("id", "enabled", "not-before", "not-after", "comment", PLAIN, HASH, FUNCTION, SALT);
    private static final Pattern AUTH_ID = Pattern.compile("[a-zA-Z0-9-_=.]{1,200}");

    /**
     * Parses a request body.
     *
     * @throws RegistryRefusal INVALID, naming the member and the rule
     */
    public static CredentialsDocument parse(byte[] body) {
        if (!(Json.parse(body) instanceof ArrayNode array)) {
            throw RegistryRefusal.invalid("credentials must be a JSON array");
        }
        Set<String> names = new HashSet<>();
        for (JsonNode node : array) {
            ObjectNode credential = Json.object(node, "a credential", MEMBERS);
            String type = Json.requiredText(credential, "type");
            if (!type.equals(HASHED_PASSWORD)) {
                throw RegistryRefusal.invalid(
                        "type is \"%s\", %s is the only one taken so far".formatted(type, HASHED_PASSWORD));
            }
            if (!names.add(authId(credential))) {
                throw RegistryRefusal.invalid("auth-id \"%s\" stands twice".formatted(authId(credential)));
            }
            checkCredential(credential);
        }
        return new CredentialsDocument(array);
    }

    /** A set as it came out of the database. */
    static CredentialsDocument stored(String text) {
        return new CredentialsDocument((ArrayNode) Json.stored(text));
    }

    /**
     * What to store: passwords hashed, every secret with an id, and the hidden parts of secrets named by id taken over.
     *
     * @param before the set as stored so far
     * @throws RegistryRefusal INVALID if a secret has neither a password nor the id of a stored one
     */
    CredentialsDocument hashed(CredentialsDocument before, SecureRandom random) {
        ArrayNode stored = Json.emptyArray();
        for (JsonNode node : json) {
            ObjectNode credential = ((ObjectNode) node).deepCopy();
            ArrayNode secrets = Json.emptyArray();
            for (JsonNode secret : node.withArray("secrets")) {
                secrets.add(hashed((ObjectNode) secret, authId(credential), before, random));
            }
            credential.set("secrets", secrets);
            stored.add(credential);
        }
        return new CredentialsDocument(stored);
    }

    /** The set without anything a password could be guessed from. */
    CredentialsDocument withoutSecrets() {
        ArrayNode shown = json.deepCopy();
        for (JsonNode credential : shown) {
            for (JsonNode secret : credential.withArray("secrets")) {
                ((ObjectNode) secret).remove(HIDDEN);
            }
        }
        return new CredentialsDocument(shown);
    }

    /** The credentials as the gateway sees them; only of a stored document, where every password is hashed. */
    List<Credential> credentials() {
        List<Credential> credentials = new ArrayList<>();
        for (JsonNode node : json) {
            ObjectNode credential = (ObjectNode) node;
            List<Secret> secrets = new ArrayList<>();
            for (JsonNode secret : credential.withArray("secrets")) {
                secrets.add(secret((ObjectNode) secret));
            }
            credentials.add(new Credential(authId(credential), Json.flag(credential, "enabled", true), secrets));
        }
        return credentials;
    }

    static String authId(ObjectNode credential) {
        String authId = Json.requiredText(credential, "auth-id");
        if (!AUTH_ID.matcher(authId).matches()) {
            throw RegistryRefusal.invalid(
                    "auth-id is \"%s\", 1 to 200 letters, digits, '-', '_', '=' or '.' are expected".formatted(authId));
        }
        return authId;
    }

    private static void checkCredential(ObjectNode credential) {
        Json.flag(credential, "enabled", true);
        Json.objectMember(credential, "ext");
        ArrayNode secrets = Json.arrayMember(credential, "secrets").orElseThrow(() -> missing("secrets"));
        if (secrets.isEmpty()) {
            throw RegistryRefusal.invalid("secrets must hold at least one");
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode node : secrets) {
            ObjectNode secret = Json.object(node, "a secret", SECRET_MEMBERS);
            Json.flag(secret, "enabled", true);
            Json.text(secret, "comment");
            Optional<Instant> notBefore = Json.instant(secret, "not-before");
            Optional<Instant> notAfter = Json.instant(secret, "not-after");
            if (notBefore.isPresent() && notAfter.isPresent() && notAfter.get().isBefore(notBefore.get())) {
                throw RegistryRefusal.invalid("not-after is before not-before");
            }
            if (Json.text(secret, "id").map(id -> !ids.add(id)).orElse(false)) {
                throw RegistryRefusal.invalid("two secrets have the same id");
            }
            if (secret.hasNonNull(PLAIN) && secret.hasNonNull(HASH)) {
                throw RegistryRefusal.invalid("a secret has either pwd-plain or pwd-hash");
            }
            if (Json.text(secret, PLAIN).map(String::isEmpty).orElse(false)) {
                throw RegistryRefusal.invalid("pwd-plain is empty");
            }
            if (secret.hasNonNull(HASH)) {
                password(secret);
            }
        }
    }

    private static ObjectNode hashed(
            ObjectNode secret, String authId, CredentialsDocument before, SecureRandom random) {
        ObjectNode stored = secret.deepCopy();
        Optional<String> plain = Json.text(secret, PLAIN);
        if (plain.isPresent()) {
            PasswordHash hash = PasswordHash.of(plain.get(), random);
            stored.remove(PLAIN);
            stored.put(FUNCTION, hash.function());
            stored.put(HASH, hash.hashText());
            stored.put(SALT, hash.saltText());
        } else if (!secret.hasNonNull(HASH)) {
            ObjectNode kept = before.secret(authId, Json.text(secret, "id"));
            HIDDEN.forEach(
                    member -> Optional.ofNullable(kept.get(member)).ifPresent(value -> stored.set(member, value)));
        }
        if (!stored.hasNonNull("id")) {
            stored.put("id", UUID.randomUUID().toString());
        }
        return stored;
    }

    private ObjectNode secret(String authId, Optional<String> id) {
        for (JsonNode credential : json) {
            for (JsonNode secret : credential.withArray("secrets")) {
                if (authId((ObjectNode) credential).equals(authId)
                        && id.isPresent()
                        && id.equals(Json.text((ObjectNode) secret, "id"))) {
                    return (ObjectNode) secret;
                }
            }
        }
        throw RegistryRefusal.invalid(
                "a secret of auth-id \"%s\" has neither pwd-plain nor pwd-hash nor the id of a stored one"
                        .formatted(authId));
    }

    private static Secret secret(ObjectNode secret) {
        return new Secret(
                Json.text(secret, "id").orElse(""),
                Json.flag(secret, "enabled", true),
                Json.instant(secret, "not-before"),
                Json.instant(secret, "not-after"),
                password(secret));
    }

    private static PasswordHash password(ObjectNode secret) {
        return PasswordHash.parse(
                Json.text(secret, FUNCTION).orElse("sha-256"),
                Json.text(secret, HASH).orElse(""),
                Json.text(secret, SALT).orElse(""));
    }

    private static RegistryRefusal missing(String member) {
        return RegistryRefusal.invalid("required member " + member + " is missing");
    }
}
