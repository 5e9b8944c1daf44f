package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.util.List;

/** Answers SUBSCRIBE and UNSUBSCRIBE: error topics are served; commands are not yet, and are refused so that a device knows. */
final class Subscriptions {
    private static final String REFUSED = "only error/[tenant]/[device]/# is served here so far; commands are not";

    private Subscriptions() {}

    static void subscribe(Connection connection, MqttSubscribeMessage packet) {
        List<MqttSubAckReasonCode> codes = packet.topicSubscriptions().stream()
                .map(subscription -> subscribe(connection, subscription))
                .toList();
        boolean explain = codes.stream().anyMatch(MqttSubAckReasonCode::isError);
        connection
                .endpoint()
                .subscribeAcknowledge(
                        packet.messageId(),
                        codes,
                        explain
                                ? connection.reasonStrings().acknowledgement(REFUSED, codes.size())
                                : MqttProperties.NO_PROPERTIES);
    }

    static void unsubscribe(Connection connection, MqttUnsubscribeMessage packet) {
        List<MqttUnsubAckReasonCode> codes = packet.topics().stream()
                .map(filter -> connection.errorTopics().unsubscribe(filter)
                        ? MqttUnsubAckReasonCode.SUCCESS
                        : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
                .toList();
        // MQTT 3.1.1 §3.11: an UNSUBACK has no payload
        connection
                .endpoint()
                .unsubscribeAcknowledge(
                        packet.messageId(), connection.isMqtt5() ? codes : List.of(), MqttProperties.NO_PROPERTIES);
    }

    private static MqttSubAckReasonCode subscribe(Connection connection, MqttTopicSubscription subscription) {
        if (connection.errorTopics().subscribe(subscription.topicName())) {
            return MqttSubAckReasonCode.GRANTED_QOS0;
        }
        return connection.isMqtt5()
                ? MqttSubAckReasonCode.TOPIC_FILTER_INVALID
                : MqttSubAckReasonCode.UNSPECIFIED_ERROR;
    }
}
