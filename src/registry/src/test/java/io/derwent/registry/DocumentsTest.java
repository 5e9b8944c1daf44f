package io.derwent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hono's documents: what is taken, what is refused, and what the gateway makes of them. */
class DocumentsTest {
    @Test
    void anEmptyTenantHasEveryDefault() {
        Tenant tenant = TenantDocument.parse(new byte[0]).tenant("north");

        assertThat(tenant)
                .isEqualTo(new Tenant(
                        "north",
                        true,
                        true,
                        true,
                        Optional.empty(),
                        new Tenant.TtlLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                        Map.of()));
    }

    @Test
    void aTenantIsWhatItsDocumentSays() {
        Tenant tenant = tenant("""
                {"enabled":false,"defaults":{"ttl":30,"ward":"n","fast":true},
                 "resource-limits":{"max-connections":5,"max-ttl":60,"max-ttl-telemetry-qos1":-1},
                 "ext":{"derwent":{"strict":false}}}""");

        assertThat(tenant.enabled()).isFalse();
        assertThat(tenant.strict()).isFalse();
        assertThat(tenant.maxConnections()).hasValue(5L);
        assertThat(tenant.ttlLimits().event()).hasValue(60L);
        assertThat(tenant.ttlLimits().telemetryAtLeastOnce()).isEmpty();
        assertThat(tenant.defaults()).isEqualTo(Map.of("ttl", "30", "ward", "n", "fast", "true"));
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[]                                                                     | true",
                "[{'type':'hono-mqtt','enabled':true}]                                  | true",
                "[{'type':'hono-mqtt'}]                                                 | false",
                "[{'type':'hono-http','enabled':true}]                                  | false",
                "[{'type':'hono-http','enabled':true},{'type':'hono-mqtt','enabled':true}] | true",
            })
    void anAdapterThatIsNamedMustSayThatItIsOn(String adapters, boolean enabled) {
        assertThat(tenant("{\"adapters\":" + quoted(adapters) + "}").mqttEnabled())
                .isEqualTo(enabled);
    }

    @ParameterizedTest(name = "tenant {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'colour':'red'}",
                "[]",
                "{'enabled':'yes'}",
                "{'enabled':true,'enabled':false}",
                "{} {}",
                "{'defaults':{'a':{}}}",
                "{'adapters':[{}]}",
                "{'adapters':[{'type':'hono-mqtt','colour':1}]}",
                "{'adapters':[{'type':'hono-mqtt','enabled':true},{'type':'hono-mqtt'}]}",
                "{'trusted-ca':['nonsense']}",
                "{'resource-limits':{'max-connections':'many'}}",
                "{'registration-limits':{'max-devices':1.5}}",
                "{'ext':{'derwent':{'strict':1}}}",
                "not JSON",
            })
    void aTenantThatIsNoneIsRefused(String document) {
        assertInvalid(() -> TenantDocument.parse(bytes(quoted(document))));
    }

    /** Self-signed, {@code CN=Hub CA,O=Derwent Tests,C=GB}, an EC key. */
    static final String CERTIFICATE =
            "MIIBwzCCAWmgAwIBAgIUQRBXTWsKbwNKEWBUKs/rKIKFzLEwCgYIKoZIzj0EAwIwNjELMAkGA1UEBhMCR0IxFjAUBgNVBAoMDURlcn"
                    + "dlbnQgVGVzdHMxDzANBgNVBAMMBkh1YiBDQTAgFw0yNjExMjYwNDA1MTlaGA8yMTI2MTEwMjA0MDUxOVowNjELMAkGA1UEBhMCR0Ix"
                    + "FjAUBgNVBAoMDURlcndlbnQgVGVzdHMxDzANBgNVBAMMBkh1YiBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABD4AXPrlOisDVi"
                    + "/kpLRghqntKR3aL0Sf4o445UKFT5axn1vX9o9pFTmbz0O5+SP4j1bP9jiMDyqhjyk5dY9wC+ujUzBRMB0GA1UdDgQWBBSLYe4Uiv+g"
                    + "oA6gaZkiuuL6KksLCjAfBgNVHSMEGDAWgBSLYe4Uiv+goA6gaZkiuuL6KksLCjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0"
                    + "gAMEUCIQDIK+L9UqOaJGsjLfeX3WH2lBjP3TGCQeNZvGCFhiqcRwIgFgbNWRMKXCpwQ/qyXfMc4nujTtdjR7tRfF/ekFVxhec=";

    private static final String KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPgBc+uU6KwNWL+SktGCGqe0pHdovRJ/ijjjlQoVPlrGfW9f2j2kVOZvPQ7n5I/iP"
                    + "Vs/2OIwPKqGPKTl1j3AL6w==";

    @Test
    void aTrustedCaIsReadFromItsCertificate() {
        TenantDocument document = TenantDocument.parse(bytes("{\"trusted-ca\":[{\"cert\":\"" + CERTIFICATE + "\"}]}"));

        JsonNode anchor = document.json().path("trusted-ca").path(0);
        assertThat(anchor.path("subject-dn").asText()).isEqualTo("CN=Hub CA,O=Derwent Tests,C=GB");
        assertThat(anchor.path("public-key").asText()).isEqualTo(KEY);
        assertThat(anchor.path("algorithm").asText()).isEqualTo("EC");
        assertThat(anchor.path("not-before").asText()).isEqualTo("2026-11-26T04:05:19Z");
        assertThat(anchor.path("not-after").asText()).isEqualTo("2126-11-02T04:05:19Z");
        assertThat(anchor.path("id").asText()).isNotBlank();
        assertThat(TenantDocument.parse(bytes(document.json().toString()))).isEqualTo(document);
    }

    @Test
    void aTrustedCaMayBeNamedWithoutItsCertificate() {
        TenantDocument document = TenantDocument.parse(bytes(quoted(
                "{'trusted-ca':[{'id':'hubs','subject-dn':'cn=Hub CA, o=Derwent Tests, c=GB','algorithm':'EC','public-key':'"
                        + KEY + "','not-before':'2026-01-01T00:00:00Z','not-after':'2030-01-01T00:00:00Z'}]}")));

        assertThat(document.trustedNames()).containsExactly("CN=Hub CA,O=Derwent Tests,C=GB");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'cert':'not base64!'}                              | cert is not base64",
                "{'cert':'bm8gY2VydGlmaWNhdGU='}                     | cert is no X.509 certificate",
                "{'cert':'-----BEGIN CERTIFICATE-----'}              | cert is PEM",
                "{'cert':7}                                          | cert must be a text",
                "{'colour':'blue'}                                   | a trusted-ca has a member",
                "{}                                                  | subject-dn is missing",
                "{'subject-dn':'Hub CA'}                             | a distinguished name (RFC 2253) is expected",
                "{'subject-dn':'CN=a'}                               | needs not-before and not-after",
                "{'subject-dn':'CN=a','not-before':'2027-01-01T00:00:00Z','not-after':'2026-01-01T00:00:00Z'} | before not-before",
                "{'subject-dn':'CN=a','not-before':'2026-01-01T00:00:00Z','not-after':'2027-01-01T00:00:00Z','public-key':'AAAA'} | public-key is no RSA key",
                "{'subject-dn':'CN=a','not-before':'2026-01-01T00:00:00Z','not-after':'2027-01-01T00:00:00Z','public-key':'AAAA','algorithm':'DSA'} | RSA or EC is expected",
            })
    void aTrustedCaThatIsNoneIsRefusedWithTheReason(String authority, String reason) {
        assertThatThrownBy(() -> TenantDocument.parse(bytes(quoted("{'trusted-ca':[" + authority + "]}"))))
                .isInstanceOfSatisfying(RegistryRefusal.class, refusal -> {
                    assertThat(refusal.kind()).isEqualTo(RegistryRefusal.Kind.INVALID);
                    assertThat(refusal).hasMessageContaining(reason);
                });
    }

    @ParameterizedTest(name = "device {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'name':'cuff'}",
                "{'via':[1]}",
                "{'via':['']}",
                "{'via':{}}",
                "{'memberOf':['g'],'via':['h']}",
                "{'memberOf':['g'],'viaGroups':['h']}",
                "{'ext':'x'}",
            })
    void aDeviceThatIsNoneIsRefused(String document) {
        assertInvalid(() -> DeviceDocument.parse(bytes(quoted(document))));
    }

    @Test
    void whatIsReadCanBeWrittenBack() {
        DeviceDocument document =
                DeviceDocument.parse(bytes("{\"via\":\"hub\",\"status\":{\"created\":\"2026-01-01T00:00:00Z\"}}"));

        assertThat(document.json().has("status")).isFalse();
        assertThat(document.device("t", "d").via()).containsExactly("hub");
    }

    @ParameterizedTest(name = "{0} for {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "hub   {}                   | {'via':['hub']}          | true",
                "hub   {}                   | {'via':['other']}        | false",
                "hub   {}                   | {}                       | false",
                "hub   {'memberOf':['g']}   | {'viaGroups':['g','h']}  | true",
                "hub   {'memberOf':['g']}   | {'viaGroups':['h']}      | false",
                "cuff  {}                   | {}                       | true",
            })
    void whoMaySendForADevice(String sender, String target, boolean allowed) {
        String senderId = sender.substring(0, sender.indexOf(' '));
        Device from =
                device(senderId, quoted(sender.substring(senderId.length()).strip()));

        assertThat(device("cuff", quoted(target)).mayBeSentBy(from)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @CsvSource({"a b", "''", "a/b", "a:b", "ä"})
    void aTenantIdFollowsHonosPattern(String id) {
        assertInvalid(() -> TenantDocument.id(id));
    }

    private static Tenant tenant(String document) {
        return TenantDocument.parse(bytes(document)).tenant("north");
    }

    private static Device device(String id, String document) {
        return DeviceDocument.parse(bytes(document)).device("north", id);
    }

    private static void assertInvalid(org.assertj.core.api.ThrowableAssert.ThrowingCallable parse) {
        assertThatThrownBy(parse)
                .isInstanceOfSatisfying(
                        RegistryRefusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(RegistryRefusal.Kind.INVALID));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
