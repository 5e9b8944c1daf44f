package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.registry.ApiTokens;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.TokenIdentity;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.testing.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code derwent edge} in a process of its own, between devices of others' making and the real gateway with a real broker. */
class EdgeIT {
    private static final String TENANT = "north";
    private static final String HUB = "hub-1";
    private static final String CUFF = "cuff-1";
    private static final String PASSWORD = "correct-horse-battery-staple";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final int gatewayMqtt = FreePort.any();
    private final int gatewayMqtts = FreePort.any();
    private final int gatewayHttp = FreePort.any();
    private final int hubMqtt = FreePort.any();
    private final int hubHttp = FreePort.any();

    @SuppressWarnings("NullAway.Init")
    private EmbeddedKafka kafka;

    @SuppressWarnings("NullAway.Init")
    private TestDatabase database;

    @BeforeEach
    void start() throws Exception {
        kafka = EmbeddedKafka.start();
        database = TestDatabase.fresh();
        try (Admin admin = kafka.admin()) {
            DerwentTopics.createMissing(admin, DerwentTopics.all());
        }
        var unused = startGateway();
        RegistryApi registry = new RegistryApi("http://127.0.0.1:" + gatewayHttp, administrator());
        registry.ensureTenant(TENANT);
        registry.ensureDevice(TENANT, HUB, List.of());
        registry.setPassword(TENANT, HUB, HUB, PASSWORD);
        registry.ensureDevice(TENANT, CUFF, List.of(HUB));
        startHub();
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        kafka.close();
    }

    @Test
    void aBadReadingInTheMiddleOfAThousandIsSetAsideAndTheOthersArriveInOrder() throws Exception {
        List<String> sent = IntStream.range(0, 1_000)
                .mapToObj(number -> number == 500
                        ? "{\"kind\":\"pulse\",\"perMinute\":-1}"
                        : "{\"kind\":\"pulse\",\"perMinute\":60,\"seq\":%d}".formatted(number))
                .toList();
        Instant before = Instant.now().minusSeconds(1);

        publish(sent);

        List<String> expected = new ArrayList<>(sent);
        expected.remove(500);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).hasSize(999));
        assertThat(arrived())
                .extracting(record -> new String(record.payload(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(expected);
        assertThat(arrived()).allSatisfy(record -> {
            assertThat(record.device()).isEqualTo(CUFF);
            assertThat(record.contentType()).contains(MosquittoPub.READING);
            assertThat(record.hubReceivedAt().orElseThrow()).isBetween(before, Instant.now());
        });
        JsonNode status = JSON.readTree(edge("status", "--json"));
        assertThat(status.path("connected").asBoolean()).isTrue();
        assertThat(status.path("queued").asInt()).isZero();
        assertThat(status.path("dead").asInt()).isOne();
        assertThat(edge("dead-letters", "list")).contains(CUFF).contains("0x99").contains("perMinute is -1");
    }

    @Test
    void whatADeviceThatIsNotAmongTheHubsSendsWaitsUntilItIs() throws Exception {
        RegistryApi registry = new RegistryApi("http://127.0.0.1:" + gatewayHttp, administrator());
        MosquittoPub stranger = new MosquittoPub(hubMqtt, "scale-1", TENANT, "any");

        assertThat(stranger.publish("{\"kind\":\"weight\",\"kilograms\":80}").code())
                .isZero();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(edge("dead-letters", "list")).contains("scale-1"));
        registry.ensureDevice(TENANT, "scale-1", List.of(HUB));

        assertThat(edge("dead-letters", "replay", "--all")).startsWith("1 put behind the queue");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(arrived())
                        .singleElement()
                        .satisfies(record -> assertThat(record.device()).isEqualTo("scale-1")));
    }

    @Test
    void whileTheGatewayIsAwayReadingsAreKeptAndThenArriveOnceAndInOrder() throws Exception {
        publish(List.of("{\"kind\":\"pulse\",\"perMinute\":60,\"seq\":0}"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).hasSize(1));
        processes.get(0).destroyForcibly().waitFor();
        List<String> meanwhile = IntStream.range(1, 200)
                .mapToObj("{\"kind\":\"pulse\",\"perMinute\":60,\"seq\":%d}"::formatted)
                .toList();

        publish(meanwhile);
        assertThat(JSON.readTree(edge("status", "--json")).path("queued").asInt())
                .isEqualTo(199);
        processes.get(1).destroyForcibly().waitFor();
        startHub();
        var unused = startGateway();

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).hasSize(200));
        assertThat(arrived().subList(1, 200))
                .extracting(record -> new String(record.payload(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(meanwhile);
    }

    /** All of one device, as fast as the hub takes them. */
    private void publish(List<String> payloads) {
        Mqtt5AsyncClient device = MqttClient.builder()
                .useMqttVersion5()
                .identifier(CUFF)
                .serverHost("127.0.0.1")
                .serverPort(hubMqtt)
                .buildAsync();
        device.connect().join();
        CompletableFuture.allOf(payloads.stream()
                        .map(payload -> device.publishWith()
                                .topic("event")
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .contentType(MosquittoPub.READING)
                                .payload(payload.getBytes(StandardCharsets.UTF_8))
                                .send())
                        .toArray(CompletableFuture[]::new))
                .join();
        device.disconnect().join();
    }

    /** Everything the tenant's event topic holds; one device's records are in one partition. */
    private List<HonoRecord> arrived() {
        String topic = "hono.event." + TENANT;
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<HonoRecord> records = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record ->
                                records.add(HonoRecord.read(topic, record.key(), record.headers(), record.value())));
            }
            return records;
        }
    }

    private Process startGateway() throws IOException {
        Process gateway = java(
                "gateway",
                Map.of(
                        "DERWENT_KAFKA",
                        kafka.bootstrapServers(),
                        "DERWENT_DB_URL",
                        database.url(),
                        "DERWENT_DB_USER",
                        Roles.GATEWAY,
                        "DERWENT_DB_PASSWORD",
                        Roles.GATEWAY,
                        "DERWENT_GATEWAY_MQTT",
                        "127.0.0.1:" + gatewayMqtt,
                        "DERWENT_GATEWAY_MQTTS",
                        "127.0.0.1:" + gatewayMqtts,
                        "DERWENT_GATEWAY_TLS_CERT",
                        certificate().certificate().toString(),
                        "DERWENT_GATEWAY_TLS_KEY",
                        certificate().key().toString(),
                        "DERWENT_GATEWAY_HTTP",
                        "127.0.0.1:" + gatewayHttp),
                "gateway");
        awaitReady(gatewayHttp);
        return gateway;
    }

    private ServerCertificate certificate() {
        return ServerCertificate.loadOrMake(directory);
    }

    private void startHub() throws IOException {
        var unused = java("hub", hubEnvironment(), "edge");
        awaitReady(hubHttp);
    }

    private Map<String, String> hubEnvironment() {
        return Map.of(
                "DERWENT_EDGE_DATA", directory.resolve("hub").toString(),
                "DERWENT_EDGE_GATEWAY", "mqtts://localhost:" + gatewayMqtts,
                "DERWENT_EDGE_CA", certificate().ca().toString(),
                "DERWENT_EDGE_USER", HUB + "@" + TENANT,
                "DERWENT_EDGE_PASSWORD", PASSWORD,
                "DERWENT_EDGE_MQTT", "127.0.0.1:" + hubMqtt,
                "DERWENT_EDGE_HTTP", "127.0.0.1:" + hubHttp);
    }

    /** What {@code derwent edge WORDS...} prints. */
    private String edge(String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        List<String> command = new ArrayList<>(DerwentJvm.command("edge"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile());
        builder.environment().put("DERWENT_EDGE_HTTP", "127.0.0.1:" + hubHttp);
        Process process = builder.start();
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(errors).isZero();
        return Files.readString(out);
    }

    private Process java(String log, Map<String, String> environment, String... words) throws IOException {
        Process process = DerwentJvm.start(directory.resolve(log + ".log"), environment, words);
        processes.add(process);
        return process;
    }

    private void awaitReady(int port) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(http.send(
                                        HttpRequest.newBuilder(
                                                        URI.create("http://127.0.0.1:%d/health/ready".formatted(port)))
                                                .build(),
                                        HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(200));
    }

    private String administrator() {
        try (var pool = RegistryDatabase.pool(database.url(), Roles.GATEWAY, Roles.GATEWAY, 1)) {
            return new ApiTokens(new RegistryDatabase(pool))
                    .create(new TokenIdentity(TokenIdentity.ADMINISTRATOR, TokenIdentity.PLATFORM, Optional.empty()));
        }
    }
}
