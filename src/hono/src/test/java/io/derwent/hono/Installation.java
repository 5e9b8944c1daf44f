package io.derwent.hono;

import io.derwent.wire.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** One broker and one gateway for the tests of this JVM, each of which uses a tenant of its own, and devices with Paho. */
final class Installation {
    private static final EmbeddedKafka KAFKA = EmbeddedKafka.start();
    private static final GatewayProcess GATEWAY = start();

    private Installation() {}

    private static GatewayProcess start() {
        Runtime.getRuntime().addShutdownHook(new Thread(KAFKA::close));
        GatewayProcess gateway = GatewayProcess.start(KAFKA.bootstrapServers());
        Runtime.getRuntime().addShutdownHook(new Thread(gateway::close));
        return gateway;
    }

    static String kafka() {
        return KAFKA.bootstrapServers();
    }

    static GatewayProcess gateway() {
        return GATEWAY;
    }

    /** An MQTT 5 device that has logged in; its client id is its auth id with {@code -client} behind it. */
    static MqttClient connect(String tenant, String authId) throws MqttException {
        MqttClient client =
                new MqttClient("tcp://127.0.0.1:" + GATEWAY.mqttPort(), authId + "-client", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(authId + "@" + tenant);
        options.setPassword(GatewayProcess.PASSWORD.getBytes(StandardCharsets.UTF_8));
        client.connect(options);
        return client;
    }
}
