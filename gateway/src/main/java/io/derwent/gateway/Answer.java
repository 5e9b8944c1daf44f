package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttQoS;

/**
 * What a refused message gets: decided here as a value, applied by {@link Connection}.
 *
 * <pre>
 *   on-error     MQTT 5                     MQTT 3.1.1, listens on      MQTT 3.1.1, does not
 *                                           its error topic
 *   default      PUBACK with reason code    PUBACK                      closed
 *   disconnect   DISCONNECT with reason     closed                      closed
 *   ignore       PUBACK                     PUBACK                      PUBACK
 *   skip-ack     nothing                    nothing                     nothing
 * </pre>
 *
 * <p>Whoever listens on an error topic gets the error there first, on either version. A payload too large or a QoS we do not
 * serve ends the connection whatever {@code on-error} says. QoS 0 never gets a PUBACK. Source: Hono MQTT adapter user guide,
 * "Error Reporting via Error Topic"; the MQTT 5 default is ours.
 *
 * @param publishError whether the error goes to the error topic
 */
record Answer(boolean publishError, Acknowledgement acknowledgement, boolean disconnect) {
    enum Acknowledgement {
        NONE,
        PLAIN,
        WITH_REASON
    }

    static Answer to(Refusal.Reason reason, OnError onError, MqttQoS qos, boolean isMqtt5, boolean hasErrorTopic) {
        if (endsConnection(reason, qos, isMqtt5)) {
            return new Answer(hasErrorTopic, Acknowledgement.NONE, true);
        }
        boolean acknowledgeable = qos == MqttQoS.AT_LEAST_ONCE;
        Answer plain = new Answer(hasErrorTopic, acknowledgeable ? Acknowledgement.PLAIN : Acknowledgement.NONE, false);
        Answer withReason =
                new Answer(hasErrorTopic, acknowledgeable ? Acknowledgement.WITH_REASON : Acknowledgement.NONE, false);
        Answer closed = new Answer(hasErrorTopic, Acknowledgement.NONE, true);
        return switch (onError) {
            case DEFAULT -> {
                if (isMqtt5) {
                    yield withReason;
                }
                yield hasErrorTopic ? plain : closed;
            }
            case DISCONNECT -> closed;
            case IGNORE -> plain;
            case SKIP_ACK -> new Answer(hasErrorTopic, Acknowledgement.NONE, false);
        };
    }

    /** MQTT 3.1.1 has no word for a QoS that is not served, so an event with QoS 0 is refused like any other message. */
    private static boolean endsConnection(Refusal.Reason reason, MqttQoS qos, boolean isMqtt5) {
        return reason.disconnect().isPresent()
                && (isMqtt5 || reason == Refusal.Reason.TOO_LARGE || qos == MqttQoS.EXACTLY_ONCE);
    }
}
