package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.model.DeadLetter.Header;
import io.derwent.model.ReaderPlaces;
import io.derwent.registry.Device;
import io.derwent.registry.Login;
import io.derwent.registry.Tenant;
import io.derwent.wire.HonoRecord;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The record Hono's sender would write, header by header. */
class HonoRecordsTest {
    private static final Tenant.TtlLimits NO_LIMITS =
            new Tenant.TtlLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private final HonoRecords records =
            new HonoRecords(Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC));

    @Test
    void anEventCarriesHonosHeadersAndNothingElse() {
        HonoRecord record =
                of("event", MqttQoS.AT_LEAST_ONCE, "text/plain", "hello", Map.of(), tenant(Map.of(), NO_LIMITS));

        assertThat(record.topic()).isEqualTo("hono.event.north");
        assertThat(record.device()).isEqualTo("cuff");
        assertThat(record.headers())
                .containsExactlyInAnyOrder(
                        new Header("device_id", "cuff"),
                        new Header("qos", "1"),
                        new Header("content-type", "text/plain"),
                        new Header("creation-time", "1700000000000"),
                        new Header("orig_adapter", "hono-mqtt"),
                        new Header("orig_address", "event"));
    }

    @ParameterizedTest(name = "bag {0}, property {1}, device {2}, tenant {3}, payload \"{4}\" -> {5}")
    @CsvSource(
            nullValues = "-",
            value = {
                "a/bag, a/property, a/device, a/tenant, x,  a/bag",
                "-,     a/property, a/device, a/tenant, x,  a/property",
                "-,     -,          a/device, a/tenant, x,  a/device",
                "-,     -,          -,        a/tenant, x,  a/tenant",
                "-,     -,          -,        -,        x,  application/octet-stream",
                "-,     -,          -,        a/tenant, '', a/tenant",
                "application/vnd.eclipse-hono-empty-notification, -, -, -, '',"
                        + " application/vnd.eclipse-hono-empty-notification",
            })
    void theContentTypeIsTheFirstThatIsSaid(
            String bag, String property, String device, String tenant, String payload, String expected) {
        String topic = bag == null ? "telemetry" : "telemetry/?content-type=" + bag;

        HonoRecord record = of(
                topic,
                MqttQoS.AT_LEAST_ONCE,
                property,
                payload,
                device == null ? Map.of() : Map.of("content-type", device),
                tenant(tenant == null ? Map.of() : Map.of("content-type", tenant), NO_LIMITS));

        assertThat(record.contentType()).hasValue(expected);
        assertThat(record.headers().stream().filter(header -> header.name().equals("content-type")))
                .hasSize(1);
    }

    @Test
    void nothingWithoutAContentTypeIsRefused() {
        assertThatThrownBy(
                        () -> of("telemetry", MqttQoS.AT_LEAST_ONCE, null, "", Map.of(), tenant(Map.of(), NO_LIMITS)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void anEmptyNotificationThatIsNotEmptyIsRefused() {
        assertThatThrownBy(() -> of(
                        "event",
                        MqttQoS.AT_LEAST_ONCE,
                        HonoRecord.EMPTY_NOTIFICATION,
                        "x",
                        Map.of(),
                        tenant(Map.of(), NO_LIMITS)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void theDevicesDefaultsComeBeforeTheTenants() {
        HonoRecord record = of(
                "telemetry",
                MqttQoS.AT_MOST_ONCE,
                "a/b",
                "x",
                Map.of("ward", "south", "ttl", "9"),
                tenant(Map.of("ward", "north", "site", "1", "ttl-telemetry-qos0", "3"), NO_LIMITS));

        assertThat(record.header("ward")).hasValue("south");
        assertThat(record.header("site")).hasValue("1");
        assertThat(record.header("qos")).hasValue("0");
        assertThat(record.header("ttl")).hasValue("3000");
        assertThat(record.header("ttl-telemetry-qos0")).isEmpty();
    }

    @Test
    void theTenantCapsTheTtlOfAnEvent() {
        Tenant.TtlLimits sixtySeconds =
                new Tenant.TtlLimits(Optional.of(60L), Optional.empty(), Optional.empty(), Optional.empty());

        HonoRecord record =
                of("event/?hono-ttl=3600", MqttQoS.AT_LEAST_ONCE, "a/b", "x", Map.of(), tenant(Map.of(), sixtySeconds));

        assertThat(record.header("ttl")).hasValue("60000");
    }

    @Test
    void whatAHubSendsForADeviceNamesTheHub() {
        Delivery delivery = delivery("event//cuff", MqttQoS.AT_LEAST_ONCE, "a/b", "x", Map.of());

        HonoRecord record = records.of(delivery, login("hub", tenant(Map.of(), NO_LIMITS)));

        assertThat(record.device()).isEqualTo("cuff");
        assertThat(record.header("gateway_id")).hasValue("hub");
    }

    @ParameterizedTest(name = "device {0} s, tenant {1} s, tenant allows {2} s -> {3} ms")
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, -",
                "9, 8, -, 9000",
                "-, 8, -, 8000",
                "-, 8, 5, 5000",
                "3, 8, 5, 3000",
                "-, -, 5, 5000",
                "-, -1, -, -"
            })
    void aResponseLivesAsLongAsTenantAndDeviceSay(String device, String tenant, Long allowed, String expected) {
        HonoRecord record = of(
                "command///res/42/200",
                MqttQoS.AT_LEAST_ONCE,
                null,
                "x",
                device == null ? Map.of() : Map.of("ttl-command-response", device),
                tenant(
                        tenant == null ? Map.of() : Map.of("ttl-command-response", tenant),
                        new Tenant.TtlLimits(
                                Optional.of(1L), Optional.of(1L), Optional.of(1L), Optional.ofNullable(allowed))));

        assertThat(record.header("ttl")).isEqualTo(Optional.ofNullable(expected));
    }

    @Test
    void aResponseHasTheDefaultsAndAContentTypeOfItsOwn() {
        HonoRecord record = of(
                "command///res/42/200",
                MqttQoS.AT_LEAST_ONCE,
                null,
                "x",
                Map.of("ward", "south", "content-type", "a/device"),
                tenant(Map.of("ward", "north", "site", "1"), NO_LIMITS));

        assertThat(record.topic()).isEqualTo("hono.command_response.north");
        assertThat(record.headers())
                .containsExactlyInAnyOrder(
                        new Header("correlation-id", "42"),
                        new Header("device_id", "cuff"),
                        new Header("tenant_id", "north"),
                        new Header("status", "200"),
                        new Header("creation-time", "1700000000000"),
                        new Header("content-type", "application/octet-stream"),
                        new Header("ward", "south"),
                        new Header("site", "1"));
    }

    private HonoRecord of(
            String topic,
            MqttQoS qos,
            @org.jspecify.annotations.Nullable String contentType,
            String payload,
            Map<String, String> deviceDefaults,
            Tenant tenant) {
        return records.of(delivery(topic, qos, contentType, payload, deviceDefaults), login("cuff", tenant));
    }

    private static Delivery delivery(
            String topic,
            MqttQoS qos,
            @org.jspecify.annotations.Nullable String contentType,
            String payload,
            Map<String, String> deviceDefaults) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        PublishedMessage message = new PublishedMessage(
                1, qos, false, topic, Optional.ofNullable(contentType), false, bytes, bytes.length);
        return new Delivery(message, 0).to(PublishTopic.parse(topic)).from(device("cuff", deviceDefaults));
    }

    private static Device device(String id, Map<String, String> defaults) {
        return new Device(
                "north", id, true, Set.of(), Set.of(), Set.of(), defaults, ReaderPlaces.unregistered("north", id));
    }

    private static Login login(String device, Tenant tenant) {
        return new Login(
                tenant,
                device(device, Map.of()),
                device,
                new Login.SecretReference("secret-1", "hash"),
                Optional.empty());
    }

    private static Tenant tenant(Map<String, String> defaults, Tenant.TtlLimits limits) {
        return new Tenant("north", true, true, true, Optional.empty(), limits, defaults);
    }
}
