package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.derwent.store.testing.StoppableDatabase;
import io.derwent.wire.testing.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands while the registry's PostgreSQL is stopped: each is delivered when it is back in time, or its sender is told. */
class RegistryAwayIT {
    private static final String TENANT = "registry-away";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path temporary = Path.of("");

    private final List<String> received = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private StoppableDatabase registry;

    @SuppressWarnings("NullAway.Init")
    private RunningGateway gateway;

    @SuppressWarnings("NullAway.Init")
    private Mqtt5AsyncClient cuff;

    @BeforeEach
    void aCuffListens() {
        kafka = EmbeddedKafka.start();
        registry = StoppableDatabase.start(temporary.resolve("registry"));
        gateway = RunningGateway.start(kafka, registry.database());
        gateway.withTenant(TENANT, "{}").withDevice(TENANT, "cuff", "{}");
        cuff = MqttClient.builder()
                .useMqttVersion5()
                .identifier("cuff")
                .serverHost("127.0.0.1")
                .serverPort(gateway.mqttPort())
                .simpleAuth()
                .username("cuff@" + TENANT)
                .password(RunningGateway.PASSWORD.getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildAsync();
        cuff.connect().join();
        cuff.subscribeWith()
                .topicFilter("command///req/#")
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(publish -> received.add(publish.getTopic().toString()))
                .send()
                .join();
        command(Map.of("subject", "first"));
        Awaitility.await().atMost(PATIENCE).until(() -> received.size() == 1);
    }

    @AfterEach
    void stop() {
        cuff.disconnect().join();
        gateway.close();
        registry.close();
        kafka.close();
    }

    @Test
    void aCommandWaitsForTheRegistryWithinItsTimeAndBeyondItItsSenderIsTold() {
        registry.stop();

        command(Map.of(
                "subject", "patient", "creation-time", Long.toString(System.currentTimeMillis()), "ttl", "3600000"));
        command(Map.of("subject", "read", "response-required", "true", "correlation-id", "7"));

        Awaitility.await().atMost(PATIENCE).until(() -> !responses().isEmpty());
        assertThat(RunningGateway.headers(responses().get(0)))
                .containsEntry("correlation-id", "7")
                .containsEntry("status", "503");
        assertThat(new String(responses().get(0).value(), StandardCharsets.UTF_8))
                .contains("the registry's database does not answer");
        assertThat(metric("derwent_gateway_commands_waiting")).contains(" 1.0");
        assertThat(metric("hono_command_payload_bytes_count")).contains("undeliverable");
        assertThat(received).hasSize(1);

        registry.startAgain();

        Awaitility.await().atMost(PATIENCE).until(() -> received.size() == 2);
        assertThat(received.get(1)).isEqualTo("command///req//patient");
        assertThat(responses()).hasSize(1);
        assertThat(metric("derwent_gateway_commands_waiting")).contains(" 0.0");
    }

    private void command(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("device_id", "cuff");
        gateway.write("hono.command." + TENANT, "cuff", all, new byte[0]);
    }

    private List<ConsumerRecord<String, byte[]>> responses() {
        return gateway.records("hono.command_response." + TENANT);
    }

    /** Lines of this meter as a scraper sees them. */
    private String metric(String name) {
        return String.join(
                "\n",
                gateway.call("GET", "/metrics", "")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith(name))
                        .toList());
    }
}
