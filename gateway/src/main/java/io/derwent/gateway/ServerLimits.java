package io.derwent.gateway;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.mqtt.MqttServerOptions;
import java.time.Duration;

/** What the server takes at most, set in the library and announced to MQTT 5 clients (MQTT 5 §3.2.2.3). */
final class ServerLimits {
    /** Room for topic, property bag and properties beside the payload. */
    private static final int HEADER_BYTES = 8 * 1024;

    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final int LONGEST_CLIENT_ID = 256;

    private ServerLimits() {}

    static MqttServerOptions of(GatewayConfig.Limits limits, MqttServerOptions options) {
        options.setMaxMessageSize(packetBytes(limits))
                .setAutoClientId(false)
                .setMaxClientIdLength(LONGEST_CLIENT_ID)
                .setTimeoutOnConnect((int) TO_CONNECT.toSeconds())
                .setTcpNoDelay(true)
                .setAcceptBacklog(4096);
        return options;
    }

    /** Properties of the CONNACK; a client that named no id is told the one we gave it. */
    static MqttProperties announced(GatewayConfig.Limits limits, Connection connection, boolean namedItself) {
        MqttProperties properties = new MqttProperties();
        put(properties, MqttProperties.RECEIVE_MAXIMUM, limits.inFlight());
        put(properties, MqttProperties.MAXIMUM_PACKET_SIZE, packetBytes(limits));
        put(properties, MqttProperties.MAXIMUM_QOS, 1);
        put(properties, MqttProperties.SESSION_EXPIRY_INTERVAL, 0);
        put(properties, MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0);
        put(properties, MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0);
        if (!namedItself) {
            properties.add(new MqttProperties.StringProperty(
                    MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, connection.clientId()));
        }
        return properties;
    }

    private static int packetBytes(GatewayConfig.Limits limits) {
        return limits.payloadBytes() + HEADER_BYTES;
    }

    private static void put(MqttProperties properties, int property, int value) {
        properties.add(new MqttProperties.IntegerProperty(property, value));
    }
}
