package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.wire.InvalidPayload;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
    @ParameterizedTest(name = "{0} -> PUBACK {1}, error topic {2}, DISCONNECT {3}")
    @CsvSource({
        "INVALID_PAYLOAD, 99, 400, ''",
        "BAD_TOPIC,       90, 400, ''",
        "UNKNOWN_TOPIC,   90, 404, ''",
        "NOT_ALLOWED,     87, 403, ''",
        "UNKNOWN_DEVICE,  87, 404, ''",
        "TOO_MANY,        97, 429, ''",
        "UNAVAILABLE,     83, 503, ''",
        "OUR_FAULT,       80, 503, ''",
        "TOO_LARGE,       97, 413, 95",
        "QOS_NOT_SERVED,  80, 400, 9b",
        "TOPIC_ALIAS,     80, 400, 94",
    })
    void everyReasonHasItsCodes(Refusal.Reason reason, String pubAck, int honoCode, String disconnect) {
        assertThat(hex(reason.pubAck().value())).isEqualTo(pubAck);
        assertThat(reason.honoCode()).isEqualTo(honoCode);
        assertThat(reason.disconnect().map(code -> hex(code.value())).orElse(""))
                .isEqualTo(disconnect);
        assertThat(MqttDisconnectReasonCode.valueOf(reason.pubAck().value()))
                .as("what PUBACK says can be said by DISCONNECT")
                .isNotNull();
    }

    @Test
    void whatTheDecoderSaysIsWhatTheDeviceHears() {
        Refusal refusal = Refusal.from(new InvalidPayload("percent is 999, plausible is 50 to 100 %"));

        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.INVALID_PAYLOAD);
        assertThat(refusal.text()).isEqualTo("percent is 999, plausible is 50 to 100 %");
    }

    @Test
    void aFaultOfOursTellsNothingOfItself() {
        Refusal refusal = Refusal.from(new IllegalStateException("secret detail"));

        assertThat(refusal.reason()).isEqualTo(Refusal.Reason.OUR_FAULT);
        assertThat(refusal.text()).doesNotContain("secret");
    }

    @Test
    void whatIsQuotedOfADeviceNeverOutgrowsAReasonString() {
        assertThat(Refusal.badTopic("the topic is " + "x".repeat(70_000)).text())
                .hasSize(501)
                .endsWith("x…");
    }

    private static String hex(byte code) {
        return Integer.toHexString(code & 0xFF);
    }
}
