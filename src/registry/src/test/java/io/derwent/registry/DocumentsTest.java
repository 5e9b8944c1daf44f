package io.derwent.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                        new Tenant.TtlLimits(Optional.empty(), Optional.empty(), Optional.empty()),
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
