package io.derwent.edge;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.reactivex.schedulers.Schedulers;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A whole hub on real sockets and files, and clients of others' making that publish to it. */
final class RunningHub implements AutoCloseable {
    static final String READING = "application/vnd.derwent.reading+json";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> environment;
    private Hub hub;

    /** Starts one; {@code more} is environment beyond what it needs. */
    RunningHub(Path data, SocketGateway gateway, Map<String, String> more) throws Exception {
        environment = Map.of(
                "DERWENT_EDGE_DATA", data.toString(),
                "DERWENT_EDGE_GATEWAY", "mqtt://127.0.0.1:" + gateway.port(),
                "DERWENT_EDGE_USER", "hub-1@north",
                "DERWENT_EDGE_PASSWORD", "secret",
                "DERWENT_EDGE_MQTT", "127.0.0.1:0",
                "DERWENT_EDGE_HTTP", "127.0.0.1:0");
        hub = start(more);
    }

    private Hub start(Map<String, String> more) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return Hub.start(EdgeConfig.from(all), Clock.systemUTC(), fault -> {});
    }

    void restart(Map<String, String> more) throws Exception {
        hub.close();
        hub = start(more);
    }

    int mqttPort() {
        return hub.mqttPort();
    }

    String url() {
        return "http://127.0.0.1:" + hub.httpPort();
    }

    void publish5(String device, String topic, String payload) {
        Mqtt5BlockingClient client = connect5(device);
        client.publish(message(topic, payload));
        client.disconnect();
    }

    Mqtt5BlockingClient connect5(String clientId) {
        Mqtt5BlockingClient client = client5().identifier(clientId).buildBlocking();
        client.connect();
        return client;
    }

    Mqtt5BlockingClient connect5(String user, String password) {
        Mqtt5BlockingClient client = client5().identifier("any").buildBlocking();
        client.connectWith()
                .simpleAuth()
                .username(user)
                .password(password.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .send();
        return client;
    }

    /** One that is to be told its client id. */
    Mqtt5ClientBuilder client5() {
        return MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(hub.mqttPort())
                .executorConfig()
                .applicationScheduler(Schedulers.single()) // answers are seen in the order they come
                .applyExecutorConfig();
    }

    static Mqtt5Publish message(String topic, String payload) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType(READING)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    void publish311(String clientId, String topic, String payload, boolean retain) throws MqttException {
        try (var client = new org.eclipse.paho.client.mqttv3.MqttClient(
                "tcp://127.0.0.1:" + hub.mqttPort(), clientId, new MemoryPersistence())) {
            MqttConnectOptions options = new MqttConnectOptions();
            options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
            client.setTimeToWait(5_000);
            client.connect(options);
            client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, retain);
            client.disconnect();
        }
    }

    JsonObject status() throws IOException, InterruptedException {
        return new JsonObject(get("/status").body());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url() + path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, boolean withHeader) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url() + path)).POST(HttpRequest.BodyPublishers.noBody());
        if (withHeader) {
            request.header(StatusServer.CHANGE_HEADER, "change");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        hub.close();
    }
}
