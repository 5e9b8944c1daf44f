package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.gateway.PublishTopic.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics and property bags, one row per shape of Hono's MQTT adapter user guide. */
class PublishTopicTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "telemetry,              TELEMETRY, telemetry, -,     -",
                "t,                      TELEMETRY, t,         -,     -",
                "event,                  EVENT,     event,     -,     -",
                "e,                      EVENT,     e,         -,     -",
                "event//hub-17,          EVENT,     event,     -,     hub-17",
                "e/north/hub:17,         EVENT,     e,         north, hub:17",
                "t/north,                TELEMETRY, t,         north, -",
                "telemetry/,             TELEMETRY, telemetry, -,     -",
                "telemetry//,            TELEMETRY, telemetry, -,     -",
                "event/?hono-ttl=5,      EVENT,     event,     -,     -",
                "event//d/?hono-ttl=5,   EVENT,     event,     -,     d",
            })
    void everyShapeIsTakenApart(String topic, Endpoint endpoint, String name, String tenant, String device) {
        PublishTopic parsed = PublishTopic.parse(topic);

        assertThat(parsed.endpoint()).isEqualTo(endpoint);
        assertThat(parsed.name()).isEqualTo(name);
        assertThat(parsed.tenant()).isEqualTo(Optional.ofNullable(tenant));
        assertThat(parsed.device()).isEqualTo(Optional.ofNullable(device));
    }

    @ParameterizedTest(name = "\"{0}\" -> {1}")
    @CsvSource({
        "'',                    BAD_TOPIC",
        "/event,                BAD_TOPIC",
        "/,                     BAD_TOPIC",
        "/?content-type=a,      BAD_TOPIC",
        "event/a/b/c,           BAD_TOPIC",
        "event/?x=%zz,          BAD_TOPIC",
        "event//d/?a=b/?c=d,    BAD_TOPIC",
        "event//d\u0000e,      BAD_TOPIC",
        "event/?content-type=a%00, BAD_TOPIC",
        "command,                BAD_TOPIC",
        "command///req/1/200,    BAD_TOPIC",
        "command///res/1,        BAD_TOPIC",
        "command///res/1/200/x,  BAD_TOPIC",
        "command///res//200,     BAD_TOPIC",
        "command///res/%zz/200,  BAD_TOPIC",
        "c///s/1/ok,             BAD_TOPIC",
        "c///s/1/199,            BAD_TOPIC",
        "c///s/1/300,            BAD_TOPIC",
        "c///s/1/600,            BAD_TOPIC",
    })
    void aMalformedTopicIsRefused(String topic, Refusal.Reason reason) {
        assertRefused(topic, reason);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "command///res/a-1/200,                    command-response, -,     -,    a-1, 200",
                "c//cuff/s/a%2F1%20b/599,                  c-s,              -,     cuff, a/1 b, 599",
                "command/north/cuff/res/1/404/?on-error=ignore, command-response, north, cuff, 1, 404",
            })
    void aResponseSaysWhichCommandItAnswersAndHow(
            String topic, String endpointName, String tenant, String device, String correlationId, int status) {
        PublishTopic parsed = PublishTopic.parse(topic);

        assertThat(parsed.endpoint()).isEqualTo(Endpoint.COMMAND_RESPONSE);
        assertThat(parsed.endpointName()).isEqualTo(endpointName);
        assertThat(parsed.tenant()).isEqualTo(Optional.ofNullable(tenant));
        assertThat(parsed.device()).isEqualTo(Optional.ofNullable(device));
        assertThat(parsed.response()).hasValue(new PublishTopic.Response(correlationId, status));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "events",
        "Event",
        "event?hono-ttl=5",
        "commands///res/1/200/?on-error=ignore",
        "$SYS/broker",
    })
    void whatWeDoNotServeIsKnownAsSuchWithItsBag(String topic) {
        PublishTopic parsed = PublishTopic.parse(topic);

        assertThat(parsed.endpoint()).isEqualTo(Endpoint.UNKNOWN);
        assertThat(parsed.bag().onError()).isEqualTo(topic.endsWith("ignore") ? OnError.IGNORE : OnError.DEFAULT);
    }

    @ParameterizedTest(name = "correlation-id={0} -> {1}")
    @CsvSource({"42, 42", "a.b:c, a.b:c", "a%2Fb, ''", "a%23, ''", "%2B, ''"})
    void aCorrelationIdIsALevelOfATopicOrNone(String text, String id) {
        assertThat(PropertyBag.parse("correlation-id=" + text).correlationId().orElse(""))
                .isEqualTo(id);
    }

    @Test
    void theBagIsReadWithoutCaseAndDecoded() {
        PropertyBag bag = PublishTopic.parse(
                        "event//d/?Content-Type=text%2Fplain%3B+charset%3Dutf-8&HONO-TTL=30&on-error=Skip-Ack"
                                + "&correlation-id=7&&novalue&traceparent=00-x")
                .bag();

        assertThat(bag.contentType()).hasValue("text/plain; charset=utf-8");
        assertThat(bag.ttlSeconds()).hasValue(30L);
        assertThat(bag.onError()).isEqualTo(OnError.SKIP_ACK);
        assertThat(bag.correlationId()).hasValue("7");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "default,    DEFAULT",
        "disconnect, DISCONNECT",
        "IGNORE,     IGNORE",
        "skip-ack,   SKIP_ACK",
        "skip_ack,   DEFAULT",
        "nonsense,   DEFAULT",
    })
    void onErrorIsWhatHonoKnows(String text, OnError expected) {
        assertThat(PropertyBag.parse("on-error=" + text).onError()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "hono-ttl={0}")
    @CsvSource({"-1", "x", "''", "9999999999999", "1.5"})
    void aTtlThatIsNoNumberOfSecondsIsIgnored(String text) {
        assertThat(PropertyBag.parse("hono-ttl=" + text).ttlSeconds()).isEmpty();
    }

    private static void assertRefused(String topic, Refusal.Reason reason) {
        assertThatThrownBy(() -> PublishTopic.parse(topic))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }
}
