package io.derwent.hono;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.hono.Received.ConnectionEvent;
import io.derwent.hono.Received.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One line for one message. */
class LinesTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

    @Test
    void aTextPayloadIsShownAsItIs() {
        Received event = message(Kind.EVENT, "application/json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));

        assertThat(Lines.text(event))
                .isEqualTo("2026-11-22T12:00:00.123Z event cuff application/json qos1 {\"a\":1}"
                        + " [ttl=60000ms, orig_adapter=hono-mqtt, ward=south]");
        assertThat(Lines.json(event))
                .isEqualTo(
                        "{\"time\":\"2026-11-22T12:00:00.123Z\",\"kind\":\"event\",\"tenant\":\"north\",\"device\":\"cuff\","
                                + "\"contentType\":\"application/json\",\"qos\":1,\"payload\":\"{\\\"a\\\":1}\",\"ttlMillis\":60000,"
                                + "\"properties\":{\"orig_adapter\":\"hono-mqtt\",\"ward\":\"south\"}}");
    }

    @Test
    void bytesThatAreNoTextAreBase64() {
        Received telemetry = message(Kind.TELEMETRY, "application/octet-stream", new byte[] {(byte) 0xFF, 0});

        assertThat(Lines.text(telemetry)).contains(" qos1 base64:/wA= [");
        assertThat(Lines.json(telemetry)).contains("\"payloadBase64\":\"/wA=\"").doesNotContain("\"payload\"");
    }

    @Test
    void aTextOfSeveralLinesStaysOnOne() {
        Received telemetry = message(Kind.TELEMETRY, "text/plain", "a\nb\r\n\tc".getBytes(StandardCharsets.UTF_8));

        assertThat(Lines.text(telemetry)).contains(" a\\nb\\r\\n\\tc [");
        assertThat(Lines.json(telemetry)).contains("\"payload\":\"a\\nb\\r\\n\\tc\"");
    }

    @Test
    void whatADeviceSendsCannotSteerATerminal() {
        byte[] red = "\u001B[31mred".getBytes(StandardCharsets.UTF_8);

        assertThat(Lines.text(message(Kind.EVENT, "text/plain\u001B[31m", red)))
                .doesNotContain("\u001B")
                .contains("base64:");
        assertThat(Lines.json(message(Kind.EVENT, "text/plain\u001B[31m", red))).doesNotContain("\u001B");
    }

    @Test
    void aConnectionEventSaysWhoIsConnectedAndHow() {
        byte[] payload = """
                {"cause":"connected","remote-id":"c-1","source":"hono-mqtt","data":{"ip":"::1"}}""".getBytes(StandardCharsets.UTF_8);
        Optional<ConnectionEvent> connection = ConnectionEvent.parse(payload);
        Received event = new Received(
                Kind.CONNECTION,
                "north",
                "cuff",
                Optional.of(NOON),
                "application/vnd.eclipse-hono-dc-notification+json",
                1,
                payload,
                Optional.empty(),
                Optional.empty(),
                connection,
                Map.of());

        assertThat(Lines.text(event))
                .isEqualTo(
                        "2026-11-22T12:00:00.123Z connection cuff connected, client c-1 at hono-mqtt, {\"ip\":\"::1\"}");
        assertThat(Lines.json(event))
                .contains("\"kind\":\"connection\"")
                .contains("\"connection\":{\"cause\":\"connected\",\"remoteId\":\"c-1\",\"source\":\"hono-mqtt\","
                        + "\"data\":\"{\\\"ip\\\":\\\"::1\\\"}\"}");
    }

    @Test
    void aConnectionEventThatIsNoneIsAnEvent() {
        assertThat(ConnectionEvent.parse("not JSON".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(ConnectionEvent.parse("[1]".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(ConnectionEvent.parse(new byte[0])).isEmpty();
    }

    @Test
    void anEmptyNotificationSaysHowLongTheDeviceListens() {
        assertThat(Lines.text(empty(Optional.of(-1)))).endsWith("empty cuff listens for commands until further notice");
        assertThat(Lines.text(empty(Optional.of(0)))).endsWith("empty cuff listens for commands no more");
        assertThat(Lines.text(empty(Optional.of(30)))).endsWith("empty cuff listens for commands for 30 s");
        assertThat(Lines.text(empty(Optional.empty()))).endsWith("empty cuff says nothing");
        assertThat(Lines.json(empty(Optional.of(-1)))).contains("\"kind\":\"empty\"", "\"ttdSeconds\":-1");
    }

    private static Received empty(Optional<Integer> ttd) {
        return new Received(
                Kind.EMPTY_NOTIFICATION,
                "north",
                "cuff",
                Optional.of(NOON),
                "application/vnd.eclipse-hono-empty-notification",
                1,
                new byte[0],
                Optional.empty(),
                ttd,
                Optional.empty(),
                Map.of());
    }

    private static Received message(Kind kind, String contentType, byte[] payload) {
        return new Received(
                kind,
                "north",
                "cuff",
                Optional.of(NOON),
                contentType,
                1,
                payload,
                Optional.of(Duration.ofMinutes(1)),
                Optional.empty(),
                Optional.empty(),
                new TreeMap<>(Map.of("orig_adapter", "hono-mqtt", "ward", "south")));
    }
}
