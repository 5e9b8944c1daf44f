package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import java.nio.charset.StandardCharsets;

/**
 * Which reason strings a client may be sent: none in acknowledgements if it asked for no problem information (MQTT 5
 * §3.1.2.11.7), none that makes a packet larger than it takes (§3.4.2.2.2, §3.9.2.1.2, §3.14.2.2.3), none at all in MQTT 3.1.1.
 *
 * @param inAcknowledgements in PUBACK and SUBACK
 * @param inDisconnect       in DISCONNECT
 * @param largestPacket      the client's Maximum Packet Size in bytes
 */
record ReasonStrings(boolean inAcknowledgements, boolean inDisconnect, long largestPacket) {
    /** Fixed header, packet id, length of the properties, the property's identifier and its length, at most. */
    private static final int BESIDE_THE_TEXT = 5 + 2 + 4 + 1 + 2;

    static ReasonStrings of(boolean isMqtt5, MqttProperties connect) {
        return new ReasonStrings(
                isMqtt5 && integer(connect, MqttProperties.REQUEST_PROBLEM_INFORMATION, 1) != 0,
                isMqtt5,
                Integer.toUnsignedLong((int) integer(connect, MqttProperties.MAXIMUM_PACKET_SIZE, -1)));
    }

    private static long integer(MqttProperties connect, int property, int absent) {
        return connect.getProperty(property) instanceof IntegerProperty given ? given.value() : absent;
    }

    /**
     * Properties of a PUBACK or SUBACK.
     *
     * @param reasonCodes how many the packet has
     */
    MqttProperties acknowledgement(String text, int reasonCodes) {
        return inAcknowledgements ? ifItFits(text, reasonCodes) : MqttProperties.NO_PROPERTIES;
    }

    MqttProperties disconnect(String text) {
        return inDisconnect ? ifItFits(text, 1) : MqttProperties.NO_PROPERTIES;
    }

    private MqttProperties ifItFits(String text, int reasonCodes) {
        int bytes = BESIDE_THE_TEXT + reasonCodes + text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > largestPacket) {
            return MqttProperties.NO_PROPERTIES;
        }
        MqttProperties properties = new MqttProperties();
        properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, text));
        return properties;
    }
}
