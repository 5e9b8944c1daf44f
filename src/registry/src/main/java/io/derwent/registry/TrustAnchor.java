package io.derwent.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate authority whose devices a tenant trusts, as Eclipse Hono's registry API spells it, checked: either {@code cert},
 * an X.509 certificate (base64 of its DER encoding), from which everything else follows, or {@code subject-dn},
 * {@code public-key}, {@code not-before} and {@code not-after}.
 *
 * <p>Source: Hono device registry management API v1, {@code TrustedCA}. The gateway does not look at client certificates yet.
 *
 * @param json complete: the members that follow from a certificate are there, the subject is spelled as in RFC 2253
 */
record TrustAnchor(ObjectNode json) {
    private static final String CERT = "cert";
    private static final String SUBJECT = "subject-dn";
    private static final String KEY = "public-key";
    private static final String ALGORITHM = "algorithm";
    private static final String NOT_BEFORE = "not-before";
    private static final String NOT_AFTER = "not-after";
    private static final Set<String> MEMBERS = Set.of(
            "id",
            CERT,
            SUBJECT,
            KEY,
            ALGORITHM,
            NOT_BEFORE,
            NOT_AFTER,
            "auto-provisioning-enabled",
            "auto-provision-as-gateway",
            "auto-provisioning-device-id-template",
            "auth-id-template");
    private static final Set<String> ALGORITHMS = Set.of("RSA", "EC");
    private static final String PEM = "-----BEGIN";

    /**
     * Parses member {@code trusted-ca} of a tenant.
     *
     * @throws RegistryRefusal INVALID, naming the member and the rule
     */
    static ArrayNode parseAll(ArrayNode authorities) {
        ArrayNode anchors = Json.emptyArray();
        Set<String> ids = new HashSet<>();
        for (JsonNode node : authorities) {
            ObjectNode anchor = parse(node).json();
            if (!ids.add(anchor.path("id").textValue())) {
                throw RegistryRefusal.invalid("two trusted-ca have the id \"%s\""
                        .formatted(anchor.path("id").textValue()));
            }
            anchors.add(anchor);
        }
        return anchors;
    }

    static TrustAnchor parse(JsonNode node) {
        ObjectNode json = Json.object(node, "a trusted-ca", MEMBERS).deepCopy();
        Json.flag(json, "auto-provisioning-enabled", false);
        Json.flag(json, "auto-provision-as-gateway", false);
        Json.text(json, "auto-provisioning-device-id-template");
        Json.text(json, "auth-id-template");
        PublicKey key = Json.text(json, CERT)
                .map(text -> ofCertificate(json, certificate(text)))
                .orElseGet(() -> ofMembers(json));
        if (Json.text(json, "id").isEmpty()) {
            json.put("id", UUID.nameUUIDFromBytes(key.getEncoded()).toString());
        }
        return new TrustAnchor(json);
    }

    private static PublicKey ofCertificate(ObjectNode json, X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        json.put(SUBJECT, certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
        json.put(KEY, Base64.getEncoder().encodeToString(key.getEncoded()));
        json.put(ALGORITHM, key.getAlgorithm());
        json.put(NOT_BEFORE, certificate.getNotBefore().toInstant().toString());
        json.put(NOT_AFTER, certificate.getNotAfter().toInstant().toString());
        return key;
    }

    private static PublicKey ofMembers(ObjectNode json) {
        json.put(SUBJECT, subject(Json.requiredText(json, SUBJECT)));
        Optional<Instant> notBefore = Json.instant(json, NOT_BEFORE);
        Optional<Instant> notAfter = Json.instant(json, NOT_AFTER);
        if (notBefore.isEmpty() || notAfter.isEmpty()) {
            throw RegistryRefusal.invalid("a trusted-ca without cert needs not-before and not-after");
        }
        if (notAfter.get().isBefore(notBefore.get())) {
            throw RegistryRefusal.invalid("not-after is before not-before");
        }
        return key(Json.requiredText(json, KEY), Json.text(json, ALGORITHM).orElse("RSA"));
    }

    private static X509Certificate certificate(String text) {
        if (text.contains(PEM)) {
            throw RegistryRefusal.invalid("cert is PEM, what stands between its first and its last line is expected");
        }
        byte[] der = base64(CERT, text);
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!Arrays.equals(certificate.getEncoded(), der)) {
                throw RegistryRefusal.invalid("cert holds more than one X.509 certificate in DER");
            }
            return certificate;
        } catch (CertificateException e) {
            throw RegistryRefusal.invalid("cert is no X.509 certificate: " + e.getMessage());
        }
    }

    private static String subject(String text) {
        try {
            return new X500Principal(text).getName(X500Principal.RFC2253);
        } catch (IllegalArgumentException e) {
            throw RegistryRefusal.invalid(
                    "%s is \"%s\", a distinguished name (RFC 2253) is expected".formatted(SUBJECT, text));
        }
    }

    private static PublicKey key(String text, String algorithm) {
        if (!ALGORITHMS.contains(algorithm)) {
            throw RegistryRefusal.invalid("algorithm is \"%s\", RSA or EC is expected".formatted(algorithm));
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(base64(KEY, text)));
        } catch (GeneralSecurityException e) {
            throw RegistryRefusal.invalid("%s is no %s key: %s".formatted(KEY, algorithm, e.getMessage()));
        }
    }

    private static byte[] base64(String member, String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw RegistryRefusal.invalid("%s is not base64: %s".formatted(member, e.getMessage()));
        }
    }
}
