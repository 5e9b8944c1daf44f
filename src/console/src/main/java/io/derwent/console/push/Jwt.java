package io.derwent.console.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.derwent.console.http.ApiJson;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;

/** Writes the signed tokens that push services (RFC 8292) and Notify ask for (RFC 7515, compact). */
final class Jwt {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwt() {}

    interface Signer {
        byte[] sign(byte[] input) throws GeneralSecurityException;
    }

    static String of(String algorithm, Map<String, Object> claims, Signer signer) throws GeneralSecurityException {
        String input = part(Map.of("typ", "JWT", "alg", algorithm)) + '.' + part(claims);
        return input + '.' + BASE64.encodeToString(signer.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String part(Map<String, Object> json) {
        try {
            return BASE64.encodeToString(ApiJson.MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a token that cannot be written as JSON", e);
        }
    }
}
