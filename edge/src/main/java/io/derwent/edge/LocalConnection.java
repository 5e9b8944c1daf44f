package io.derwent.edge;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttVersion;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One device's connection to the hub, and what it has not been answered yet. Answers leave in the order of the messages
 * (MQTT 5 §4.6), whichever is known first. Touched by the server's event loop only.
 */
final class LocalConnection {
    /** Who sends more than this without waiting for an answer is cut off. */
    private static final int MOST_UNANSWERED = 1_000;

    private final MqttEndpoint endpoint;
    private final LocalDevices.Login login;
    private final Deque<Unanswered> unanswered = new ArrayDeque<>();
    private final PromptFilters prompts = new PromptFilters();

    /** A PUBLISH that has come, until its answer has left. */
    static final class Unanswered {
        private final int packetId;
        private final MqttQoS qos;
        private boolean known;
        private @Nullable LocalRefusal refusal;

        private Unanswered(int packetId, MqttQoS qos) {
            this.packetId = packetId;
            this.qos = qos;
        }
    }

    LocalConnection(MqttEndpoint endpoint, LocalDevices.Login login) {
        this.endpoint = endpoint;
        this.login = login;
    }

    static boolean isMqtt5(MqttEndpoint endpoint) {
        return endpoint.protocolVersion() >= MqttVersion.MQTT_5.protocolLevel();
    }

    MqttEndpoint endpoint() {
        return endpoint;
    }

    LocalDevices.Login login() {
        return login;
    }

    /** Which of the hub's notices it listens for. */
    PromptFilters prompts() {
        return prompts;
    }

    /** A message has come; if it is one too many, it is the last. */
    Unanswered receive(MqttPublishMessage packet) {
        Unanswered one = new Unanswered(packet.messageId(), packet.qosLevel());
        unanswered.add(one);
        if (unanswered.size() > MOST_UNANSWERED && endpoint.isConnected()) {
            end(
                    MqttDisconnectReasonCode.RECEIVE_MAXIMUM_EXCEEDED,
                    "%d messages wait for their PUBACK".formatted(unanswered.size()));
        }
        return one;
    }

    /** Its client has connected again, as one does that has lost its line: this connection ends (MQTT 5 §3.1.4). */
    void takeOver() {
        if (endpoint.isConnected()) {
            end(MqttDisconnectReasonCode.SESSION_TAKEN_OVER, "this client id has connected again");
        }
    }

    /** It is on disk. */
    void acknowledge(Unanswered one) {
        one.known = true;
        answerInOrder();
    }

    /** It is not taken. */
    void refuse(Unanswered one, LocalRefusal refusal) {
        one.refusal = refusal;
        one.known = true;
        answerInOrder();
    }

    private void answerInOrder() {
        Unanswered first;
        while ((first = unanswered.peek()) != null && first.known) {
            unanswered.remove();
            if (endpoint.isConnected()) {
                answer(first, first.refusal);
            }
        }
    }

    private void answer(Unanswered one, @Nullable LocalRefusal refusal) {
        if (refusal == null) {
            if (one.qos == MqttQoS.AT_LEAST_ONCE) {
                endpoint.publishAcknowledge(one.packetId);
            }
        } else if (refusal.reason().disconnect().isPresent() || !isMqtt5(endpoint)) {
            end(refusal.reason().disconnect().orElse(MqttDisconnectReasonCode.UNSPECIFIED_ERROR), refusal.text());
        } else if (one.qos == MqttQoS.AT_LEAST_ONCE) {
            endpoint.publishAcknowledge(one.packetId, refusal.reason().pubAck(), reasonString(refusal.text()));
        }
    }

    /** MQTT 3.1.1 has no word for why. */
    private void end(MqttDisconnectReasonCode code, String why) {
        if (isMqtt5(endpoint)) {
            endpoint.disconnect(code, reasonString(why));
        } else {
            endpoint.close();
        }
    }

    /** A client may ask for none (MQTT 5 §3.1.2.11.7). */
    private MqttProperties reasonString(String text) {
        MqttProperties properties = new MqttProperties();
        MqttProperties.MqttProperty<?> wanted =
                endpoint.connectProperties().getProperty(MqttProperties.REQUEST_PROBLEM_INFORMATION);
        if (wanted == null || !Integer.valueOf(0).equals(wanted.value())) {
            properties.add(new MqttProperties.StringProperty(MqttProperties.REASON_STRING, text));
        }
        return properties;
    }
}
