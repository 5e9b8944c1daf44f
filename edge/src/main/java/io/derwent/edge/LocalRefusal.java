package io.derwent.edge;

import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.Optional;

/**
 * A message the hub does not take: with MQTT 5 its PUBACK has the reason, and the connection goes on unless the protocol says
 * otherwise; with 3.1.1, which has no word for it, there is no PUBACK and the connection is closed.
 */
final class LocalRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    enum Reason {
        BAD_TOPIC(MqttPubAckReasonCode.TOPIC_NAME_INVALID),
        NOT_ALLOWED(MqttPubAckReasonCode.NOT_AUTHORIZED),
        BAD_MESSAGE(MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID),
        /** The bound of the queue: the newest is refused. */
        FULL(MqttPubAckReasonCode.QUOTA_EXCEEDED),
        /** The disk does not take it, or more comes than it takes. */
        DISK(MqttPubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR),
        QOS(MqttPubAckReasonCode.UNSPECIFIED_ERROR, MqttDisconnectReasonCode.QOS_NOT_SUPPORTED);

        private final MqttPubAckReasonCode pubAck;
        private final Optional<MqttDisconnectReasonCode> disconnect;

        Reason(MqttPubAckReasonCode pubAck) {
            this.pubAck = pubAck;
            this.disconnect = Optional.empty();
        }

        Reason(MqttPubAckReasonCode pubAck, MqttDisconnectReasonCode disconnect) {
            this.pubAck = pubAck;
            this.disconnect = Optional.of(disconnect);
        }

        MqttPubAckReasonCode pubAck() {
            return pubAck;
        }

        /** Whether it is the hub that cannot keep it, not the message that is wrong. */
        boolean isOfStorage() {
            return this == FULL || this == DISK;
        }

        /** Reason code of the DISCONNECT, if the connection cannot go on. */
        Optional<MqttDisconnectReasonCode> disconnect() {
            return disconnect;
        }
    }

    LocalRefusal(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
