package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.gateway.Answer.Acknowledgement;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a refused message gets: Hono's table, and ours for MQTT 5. */
class AnswerTest {
    @ParameterizedTest(name = "{0} {1} {2} MQTT {3}, error topic {4} -> {6}, disconnect {7}")
    @CsvSource({
        "INVALID_PAYLOAD, DEFAULT,    AT_LEAST_ONCE, 5,     false, false, WITH_REASON, false",
        "INVALID_PAYLOAD, DEFAULT,    AT_LEAST_ONCE, 5,     true,  true,  WITH_REASON, false",
        "UNAVAILABLE,     DEFAULT,    AT_LEAST_ONCE, 5,     false, false, WITH_REASON, false",
        "TOO_MANY,        DEFAULT,    AT_LEAST_ONCE, 5,     false, false, WITH_REASON, false",
        "INVALID_PAYLOAD, DISCONNECT, AT_LEAST_ONCE, 5,     true,  true,  NONE,        true",
        "INVALID_PAYLOAD, IGNORE,     AT_LEAST_ONCE, 5,     true,  true,  PLAIN,       false",
        "INVALID_PAYLOAD, SKIP_ACK,   AT_LEAST_ONCE, 5,     false, false, NONE,        false",
        "INVALID_PAYLOAD, DEFAULT,    AT_MOST_ONCE,  5,     false, false, NONE,        false",
        "INVALID_PAYLOAD, DEFAULT,    AT_LEAST_ONCE, 3.1.1, false, false, NONE,        true",
        "INVALID_PAYLOAD, DEFAULT,    AT_LEAST_ONCE, 3.1.1, true,  true,  PLAIN,       false",
        "UNAVAILABLE,     DEFAULT,    AT_LEAST_ONCE, 3.1.1, false, false, NONE,        true",
        "INVALID_PAYLOAD, DISCONNECT, AT_LEAST_ONCE, 3.1.1, true,  true,  NONE,        true",
        "INVALID_PAYLOAD, IGNORE,     AT_LEAST_ONCE, 3.1.1, false, false, PLAIN,       false",
        "INVALID_PAYLOAD, SKIP_ACK,   AT_LEAST_ONCE, 3.1.1, true,  true,  NONE,        false",
        "INVALID_PAYLOAD, DEFAULT,    AT_MOST_ONCE,  3.1.1, true,  true,  NONE,        false",
        "INVALID_PAYLOAD, DEFAULT,    AT_MOST_ONCE,  3.1.1, false, false, NONE,        true",
        "QOS_NOT_SERVED,  IGNORE,     EXACTLY_ONCE,  5,     false, false, NONE,        true",
        "QOS_NOT_SERVED,  IGNORE,     EXACTLY_ONCE,  3.1.1, true,  true,  NONE,        true",
        "QOS_NOT_SERVED,  DEFAULT,    AT_MOST_ONCE,  5,     false, false, NONE,        true",
        "QOS_NOT_SERVED,  DEFAULT,    AT_MOST_ONCE,  3.1.1, true,  true,  NONE,        false",
        "TOO_LARGE,       SKIP_ACK,   AT_LEAST_ONCE, 5,     false, false, NONE,        true",
        "TOO_LARGE,       SKIP_ACK,   AT_LEAST_ONCE, 3.1.1, true,  true,  NONE,        true",
    })
    void everyRefusalHasItsAnswer(
            Refusal.Reason reason,
            OnError onError,
            MqttQoS qos,
            String version,
            boolean hasErrorTopic,
            boolean publishError,
            Acknowledgement acknowledgement,
            boolean disconnect) {
        assertThat(Answer.to(reason, onError, qos, version.equals("5"), hasErrorTopic))
                .isEqualTo(new Answer(publishError, acknowledgement, disconnect));
    }
}
