package io.derwent.gateway;

import io.derwent.registry.DatabaseUnavailable;
import io.derwent.wire.InvalidPayload;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a message is not taken: the one place that turns what went wrong into MQTT 5 reason codes and Hono's error codes.
 *
 * <pre>
 *   what                              MQTT 5                      error topic
 *   payload cannot be read            PUBACK 0x99                 400
 *   topic malformed                   PUBACK 0x90                 400
 *   no such endpoint                  PUBACK 0x90                 404
 *   may not send for that device      PUBACK 0x87                 403
 *   a ping names another reader       PUBACK 0x87                 403
 *   device unknown                    PUBACK 0x87                 404
 *   too many messages                 PUBACK 0x97                 429
 *   Kafka or registry away            PUBACK 0x83                 503
 *   our own fault                     PUBACK 0x80                 503
 *   payload too large                 DISCONNECT 0x95             413, closed
 *   QoS not served                    DISCONNECT 0x9B             400, closed
 *   topic alias                       DISCONNECT 0x94             400, closed
 * </pre>
 *
 * <p>Sources: MQTT 5 §3.4.2.1, §3.14.2.1; Hono MQTT adapter user guide, "Error Reporting via Error Topic".
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);
    private static final int LONGEST_TEXT = 500;

    private final Reason reason;

    enum Reason {
        INVALID_PAYLOAD(MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID, 400),
        BAD_TOPIC(MqttPubAckReasonCode.TOPIC_NAME_INVALID, 400),
        UNKNOWN_TOPIC(MqttPubAckReasonCode.TOPIC_NAME_INVALID, 404),
        NOT_ALLOWED(MqttPubAckReasonCode.NOT_AUTHORIZED, 403),
        UNKNOWN_DEVICE(MqttPubAckReasonCode.NOT_AUTHORIZED, 404),
        TOO_MANY(MqttPubAckReasonCode.QUOTA_EXCEEDED, 429),
        UNAVAILABLE(MqttPubAckReasonCode.IMPLEMENTATION_SPECIFIC_ERROR, 503),
        OUR_FAULT(MqttPubAckReasonCode.UNSPECIFIED_ERROR, 503),
        TOO_LARGE(MqttPubAckReasonCode.QUOTA_EXCEEDED, 413, MqttDisconnectReasonCode.PACKET_TOO_LARGE),
        QOS_NOT_SERVED(MqttPubAckReasonCode.UNSPECIFIED_ERROR, 400, MqttDisconnectReasonCode.QOS_NOT_SUPPORTED),
        /** MQTT 5 §3.3.2.3.4: greater than the maximum we announce, which is 0. */
        TOPIC_ALIAS(MqttPubAckReasonCode.UNSPECIFIED_ERROR, 400, MqttDisconnectReasonCode.TOPIC_ALIAS_INVALID);

        private final MqttPubAckReasonCode pubAck;
        private final int honoCode;
        private final @Nullable MqttDisconnectReasonCode disconnect;

        Reason(MqttPubAckReasonCode pubAck, int honoCode) {
            this(pubAck, honoCode, null);
        }

        Reason(MqttPubAckReasonCode pubAck, int honoCode, @Nullable MqttDisconnectReasonCode disconnect) {
            this.pubAck = pubAck;
            this.honoCode = honoCode;
            this.disconnect = disconnect;
        }

        /** Reason code of the PUBACK, MQTT 5. */
        MqttPubAckReasonCode pubAck() {
            return pubAck;
        }

        /** Code on Hono's error topic. */
        int honoCode() {
            return honoCode;
        }

        /** Reason code of the DISCONNECT, if the connection cannot go on after this. */
        Optional<MqttDisconnectReasonCode> disconnect() {
            return Optional.ofNullable(disconnect);
        }

        /** Whether the device is to blame; if not, the message may come through later. */
        boolean isSendersFault() {
            return this != UNAVAILABLE && this != OUR_FAULT;
        }
    }

    private Refusal(Reason reason, String message) {
        super(shortened(message), null, false, false);
        this.reason = reason;
    }

    Reason reason() {
        return reason;
    }

    /** What to tell the device. */
    String text() {
        return String.valueOf(getMessage());
    }

    /** The refusal an error on the way of a message leads to. */
    static Refusal from(Throwable error) {
        if (error instanceof Refusal refusal) {
            return refusal;
        }
        if (error instanceof InvalidPayload) {
            return new Refusal(Reason.INVALID_PAYLOAD, String.valueOf(error.getMessage()));
        }
        if (error instanceof DatabaseUnavailable) {
            return unavailable("the registry does not answer, try again later");
        }
        LOG.error("a message was refused by a fault of ours", error);
        return new Refusal(Reason.OUR_FAULT, "internal error");
    }

    static Refusal badTopic(String message) {
        return new Refusal(Reason.BAD_TOPIC, message);
    }

    static Refusal unknownTopic(String message) {
        return new Refusal(Reason.UNKNOWN_TOPIC, message);
    }

    static Refusal invalidPayload(String message) {
        return new Refusal(Reason.INVALID_PAYLOAD, message);
    }

    static Refusal notAllowed(String message) {
        return new Refusal(Reason.NOT_ALLOWED, message);
    }

    static Refusal unknownDevice(String message) {
        return new Refusal(Reason.UNKNOWN_DEVICE, message);
    }

    static Refusal tooMany(String message) {
        return new Refusal(Reason.TOO_MANY, message);
    }

    static Refusal tooLarge(String message) {
        return new Refusal(Reason.TOO_LARGE, message);
    }

    static Refusal qosNotServed(String message) {
        return new Refusal(Reason.QOS_NOT_SERVED, message);
    }

    static Refusal topicAlias(String message) {
        return new Refusal(Reason.TOPIC_ALIAS, message);
    }

    static Refusal unavailable(String message) {
        return new Refusal(Reason.UNAVAILABLE, message);
    }

    /** It may quote the device; a text of MQTT has 65,535 bytes at most (MQTT 5 §1.5.4). */
    private static String shortened(String message) {
        return message.length() > LONGEST_TEXT ? message.substring(0, LONGEST_TEXT) + "…" : message;
    }
}
