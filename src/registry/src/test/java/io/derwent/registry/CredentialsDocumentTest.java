package io.derwent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords: what is stored of them, which are accepted, and when. */
class CredentialsDocumentTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final CredentialsDocument NONE = CredentialsDocument.stored("[]");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{}",
                "[{}]",
                "[{'type':'psk','auth-id':'a','secrets':[{'key':'x'}]}]",
                "[{'type':'hashed-password','secrets':[{'pwd-plain':'x'}]}]",
                "[{'type':'hashed-password','auth-id':'a@b','secrets':[{'pwd-plain':'x'}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[]}]",
                "[{'type':'hashed-password','auth-id':'a'}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-plain':''}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-plain':'x','pwd-hash':'eA=='}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-hash':'eA=='}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-hash':'?','salt':''}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'hash-function':'md5','pwd-hash':'eA=='}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'hash-function':'bcrypt','pwd-hash':'$2y$10$abc'}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'hash-function':'bcrypt','pwd-hash':'$2a$31$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy'}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'id':'1','pwd-plain':'x'},{'id':'1','pwd-plain':'y'}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-plain':'x','not-before':'yesterday'}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-plain':'x','not-before':'2026-01-02T00:00:00Z','not-after':'2026-01-01T00:00:00Z'}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-plain':'x','colour':1}]}]",
                "[{'type':'hashed-password','auth-id':'a','colour':1,'secrets':[{'pwd-plain':'x'}]}]",
                "[{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-plain':'x'}]},{'type':'hashed-password','auth-id':'a','secrets':[{'pwd-plain':'y'}]}]",
            })
    void credentialsThatAreNoneAreRefused(String document) {
        assertThatThrownBy(() -> parse(document.replace('\'', '"'))).isInstanceOf(RegistryRefusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"psk", "x509-cert", "rpk"})
    void otherTypesAreRefusedByName(String type) {
        assertThatThrownBy(() ->
                        parse("[{\"type\":\"%s\",\"auth-id\":\"a\",\"secrets\":[{\"key\":\"eA==\"}]}]".formatted(type)))
                .hasMessage("type is \"%s\", hashed-password is the only one taken so far".formatted(type));
    }

    @Test
    void everyMemberOfASecretThatIsNotHiddenIsGivenOutAgain() {
        CredentialsDocument stored = parse("""
                [{"type":"hashed-password","auth-id":"a","enabled":false,"ext":{"x":1},"secrets":[
                    {"id":"1","pwd-plain":"0123456789abcdef","enabled":false,"comment":"first",
                     "not-before":"2026-01-01T00:00:00Z","not-after":"2027-01-01T01:00:00+01:00"}]}]""").hashed(NONE, RANDOM);

        assertThat(stored.withoutSecrets().json()).isEqualTo(parse("""
                [{"type":"hashed-password","auth-id":"a","enabled":false,"ext":{"x":1},"secrets":[
                    {"id":"1","enabled":false,"comment":"first",
                     "not-before":"2026-01-01T00:00:00Z","not-after":"2027-01-01T01:00:00+01:00"}]}]""").json());
        assertThat(stored.credentials().get(0).enabled()).isFalse();
        assertThat(only(stored).enabled()).isFalse();
    }

    @Test
    void whatWasGivenOutCanBeSentBack() {
        CredentialsDocument stored = parse("""
                [{"type":"hashed-password","auth-id":"a","secrets":[
                    {"pwd-plain":"0123456789abcdef","comment":"old"},{"pwd-plain":"secret"}]}]""").hashed(NONE, RANDOM);

        CredentialsDocument again =
                parse(stored.withoutSecrets().json().toString()).hashed(stored, RANDOM);

        assertThat(again).isEqualTo(stored);
    }

    @Test
    void aLongSecretIsKeptAsSaltedSha512AndAShortOneAsBcrypt() {
        PasswordHash longOne =
                only(parse(plain("0123456789abcdef")).hashed(NONE, RANDOM)).password();
        PasswordHash shortOne =
                only(parse(plain("secret")).hashed(NONE, RANDOM)).password();

        assertThat(longOne.function()).isEqualTo("sha-512");
        assertThat(longOne.matches("0123456789abcdef")).isTrue();
        assertThat(longOne.matches("0123456789abcdeF")).isFalse();
        assertThat(shortOne.function()).isEqualTo("bcrypt");
        assertThat(shortOne.matches("secret")).isTrue();
        assertThat(shortOne.matches("Secret")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"sha-256,SHA-256", "sha-512,SHA-512", "SHA-512,SHA-512"})
    void hashesMadeElsewhereAreAccepted(String function, String algorithm) throws Exception {
        byte[] salt = {1, 2, 3};
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        digest.update(salt);
        byte[] hash = digest.digest("pässword".getBytes(StandardCharsets.UTF_8));

        Secret secret = only(parse(
                        "[{\"type\":\"hashed-password\",\"auth-id\":\"a\",\"secrets\":[{\"hash-function\":\"%s\",\"pwd-hash\":\"%s\",\"salt\":\"%s\"}]}]"
                                .formatted(function, base64(hash), base64(salt)))
                .hashed(NONE, RANDOM));

        assertThat(secret.password().matches("pässword")).isTrue();
        assertThat(secret.password().matches("password")).isFalse();
    }

    @Test
    void bcryptMadeElsewhereIsAcceptedAndItsVerdictRemembered() {
        String hash = BCrypt.with(BCrypt.Version.VERSION_2A).hashToString(4, "secret".toCharArray());
        PasswordHash bcrypt = PasswordHash.parse("bcrypt", hash, "");
        PasswordCheck check = new PasswordCheck(Ticker.systemTicker());

        assertThat(check.matches(bcrypt, "secret")).isTrue();
        assertThat(check.matches(bcrypt, "secret")).isTrue();
        assertThat(check.matches(bcrypt, "wrong")).isFalse();

        assertThat(check.remembered()).isEqualTo(2);
    }

    @Test
    void aSecretNamedByIdKeepsItsPassword() {
        CredentialsDocument stored = parse(plain("0123456789abcdef")).hashed(NONE, RANDOM);
        String id = only(stored).id();

        CredentialsDocument next = parse("""
                        [{"type":"hashed-password","auth-id":"a","secrets":[
                            {"id":"%s","not-after":"2026-12-31T00:00:00Z"},{"pwd-plain":"fedcba9876543210"}]}]""".formatted(id)).hashed(stored, RANDOM);

        Secret kept = next.credentials().get(0).secrets().get(0);
        assertThat(kept.password().matches("0123456789abcdef")).isTrue();
        assertThat(kept.notAfter()).hasValue(Instant.parse("2026-12-31T00:00:00Z"));
        assertThat(next.credentials().get(0).secrets()).hasSize(2);
    }

    @Test
    void aSecretWithNothingToCheckAgainstIsRefused() {
        CredentialsDocument document =
                parse("[{\"type\":\"hashed-password\",\"auth-id\":\"a\",\"secrets\":[{\"id\":\"unknown\"}]}]");

        assertThatThrownBy(() -> document.hashed(NONE, RANDOM)).isInstanceOf(RegistryRefusal.class);
    }

    @Test
    void nothingHiddenIsShown() {
        CredentialsDocument stored = parse(plain("0123456789abcdef")).hashed(NONE, RANDOM);

        assertThat(stored.json().toString()).contains("pwd-hash", "salt").doesNotContain("0123456789abcdef");
        assertThat(stored.withoutSecrets().json().toString()).doesNotContain("pwd", "salt", "hash-function");
    }

    @ParameterizedTest(name = "from {0} until {1} at {2} -> {3}")
    @CsvSource({
        ",                     ,                     2026-06-01T00:00:00Z, true",
        "2026-06-01T00:00:00Z, ,                     2026-06-01T00:00:00Z, true",
        "2026-06-01T00:00:00Z, ,                     2026-05-31T23:59:59Z, false",
        ",                     2026-06-01T00:00:00Z, 2026-06-01T00:00:00Z, true",
        ",                     2026-06-01T00:00:00Z, 2026-06-01T00:00:01Z, false",
    })
    void aSecretIsValidWithinItsWindow(Instant from, Instant until, Instant now, boolean valid) {
        Secret secret = new Secret(
                "id",
                true,
                java.util.Optional.ofNullable(from),
                java.util.Optional.ofNullable(until),
                new PasswordHash.Bcrypt(""));

        assertThat(secret.isValidAt(now)).isEqualTo(valid);
    }

    private static CredentialsDocument parse(String document) {
        return CredentialsDocument.parse(document.getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(String password) {
        return "[{\"type\":\"hashed-password\",\"auth-id\":\"a\",\"secrets\":[{\"pwd-plain\":\"%s\"}]}]"
                .formatted(password);
    }

    private static Secret only(CredentialsDocument stored) {
        return stored.credentials().get(0).secrets().get(0);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
