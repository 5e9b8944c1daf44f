package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import org.junit.jupiter.api.Test;

class ReasonStringsTest {
    private static final String TEXT = "too many";

    @Test
    void aClientThatAskedForNothingGetsThem() {
        ReasonStrings reasons = ReasonStrings.of(true, new MqttProperties());

        assertThat(text(reasons.acknowledgement(TEXT, 1))).isEqualTo(TEXT);
        assertThat(text(reasons.disconnect(TEXT))).isEqualTo(TEXT);
    }

    @Test
    void withoutProblemInformationOnlyDisconnectHasOne() {
        ReasonStrings reasons = ReasonStrings.of(true, connect(MqttProperties.REQUEST_PROBLEM_INFORMATION, 0));

        assertThat(reasons.acknowledgement(TEXT, 1).isEmpty()).isTrue();
        assertThat(text(reasons.disconnect(TEXT))).isEqualTo(TEXT);
    }

    @Test
    void noneMakesAPacketLargerThanTheClientTakes() {
        ReasonStrings justFits = ReasonStrings.of(true, connect(MqttProperties.MAXIMUM_PACKET_SIZE, 23));
        ReasonStrings tooLarge = ReasonStrings.of(true, connect(MqttProperties.MAXIMUM_PACKET_SIZE, 22));

        assertThat(text(justFits.acknowledgement(TEXT, 1))).isEqualTo(TEXT);
        assertThat(justFits.acknowledgement(TEXT, 2).isEmpty()).isTrue();
        assertThat(tooLarge.acknowledgement(TEXT, 1).isEmpty()).isTrue();
        assertThat(tooLarge.disconnect(TEXT).isEmpty()).isTrue();
    }

    @Test
    void theLargestMaximumIsNoLimit() {
        ReasonStrings reasons = ReasonStrings.of(true, connect(MqttProperties.MAXIMUM_PACKET_SIZE, -1));

        assertThat(text(reasons.acknowledgement(TEXT, 1))).isEqualTo(TEXT);
    }

    @Test
    void mqtt311HasNone() {
        ReasonStrings reasons = ReasonStrings.of(false, MqttProperties.NO_PROPERTIES);

        assertThat(reasons.acknowledgement(TEXT, 1).isEmpty()).isTrue();
        assertThat(reasons.disconnect(TEXT).isEmpty()).isTrue();
    }

    private static MqttProperties connect(int property, int value) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(property, value));
        return properties;
    }

    private static Object text(MqttProperties properties) {
        return properties.getProperty(MqttProperties.REASON_STRING).value();
    }
}
