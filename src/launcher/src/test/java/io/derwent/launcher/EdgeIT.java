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
import java.util.HashMap;
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
    private static final List<String> CUFFS = List.of("cuff-1", "cuff-2", "cuff-3", "cuff-4", "cuff-5");
    private static final String CUFF = CUFFS.get(0);
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
        var unused = startGateway(Map.of());
        RegistryApi registry = new RegistryApi("http://127.0.0.1:" + gatewayHttp, administrator());
        registry.ensureTenant(TENANT);
        registry.ensureDevice(TENANT, HUB, List.of());
        registry.setPassword(TENANT, HUB, HUB, PASSWORD);
        for (String cuff : CUFFS) {
            registry.ensureDevice(TENANT, cuff, List.of(HUB));
        }
        startHub(Map.of());
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
        kafka.close();
    }

    @Test
    void aBadReadingInTheMiddleOfAThousandIsSetAsideAndTheOthersArriveInOrder() throws Exception {
        List<String> sent = IntStream.range(0, 1_000)
                .mapToObj(number -> number == 500 ? "{\"kind\":\"pulse\",\"perMinute\":-1}" : pulse(number))
                .toList();
        Instant before = Instant.now().minusSeconds(1);

        publish(CUFFS, sent);

        assertArrivedInOrder(sent, 500);
        assertThat(arrived()).allSatisfy(record -> {
            assertThat(record.contentType()).contains(MosquittoPub.READING);
            assertThat(record.hubReceivedAt().orElseThrow()).isBetween(before, Instant.now());
        });
        JsonNode status = status();
        assertThat(status.path("connected").asBoolean()).isTrue();
        assertThat(status.path("queued").asInt()).isZero();
        assertThat(status.path("dead").asInt()).isOne();
        assertThat(edge("dead-letters", "list")).contains(CUFF).contains("0x99").contains("perMinute is -1");
        assertThat(page())
                .contains("Everything has been sent, but for 1 that the gateway refused.")
                .contains("Not a measurement the gateway can read")
                .contains("perMinute is -1");
    }

    @Test
    void whatTheGatewayWillNeverTakeIsSetAsideAndWhatItDoesNotTakeNowIsKept() throws Exception {
        processes.get(1).destroyForcibly().waitFor();
        startHub(Map.of("DERWENT_EDGE_PAYLOAD_BYTES", "100000"));
        processes.get(0).destroyForcibly().waitFor();
        List<String> sent = IntStream.range(0, 1_000).mapToObj(EdgeIT::pulse).toList();
        publish(List.of("scale-1"), List.of(pulse(0)));
        publish(List.of("cuff-1/?a=%zz"), List.of(pulse(0)));
        publish(List.of("cuff-2"), List.of("x".repeat(80_000)));
        publish(CUFFS, sent);

        var unused = startGateway(Map.of("DERWENT_GATEWAY_DEVICE_RATE", "100"));

        assertArrivedInOrder(sent, -1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status().path("queued").asInt()).isZero());
        assertThat(status().path("lastError").asText()).contains("0x97");
        assertThat(edge("dead-letters", "list").lines())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).contains("scale-1  0x87"),
                        line -> assertThat(line).contains("cuff-1  0x90"),
                        line -> assertThat(line).contains("cuff-2  0x95"));
    }

    @Test
    void aHubThatIsNotLetInOrDoesNotTrustWhoAnswersSaysSo() throws Exception {
        processes.get(1).destroyForcibly().waitFor();
        startHub(Map.of("DERWENT_EDGE_PASSWORD", "wrong"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status().path("trouble").asText()).isEqualTo("NOT_LET_IN"));
        assertThat(page()).contains("The gateway does not let this hub in");

        processes.get(2).destroyForcibly().waitFor();
        startHub(Map.of("DERWENT_EDGE_CA", ""));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status().path("trouble").asText()).isEqualTo("NOT_TRUSTED"));
        assertThat(page()).contains("cannot prove that it is the gateway");
    }

    private static String pulse(int number) {
        return "{\"kind\":\"pulse\",\"perMinute\":60,\"seq\":%d}".formatted(number);
    }

    /** Everything the cuffs sent in turn but one, each cuff's in its order. */
    private void assertArrivedInOrder(List<String> sent, int but) {
        int missing = but < 0 ? 0 : 1;
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).hasSize(sent.size() - missing));
        for (int cuff = 0; cuff < CUFFS.size(); cuff++) {
            String device = CUFFS.get(cuff);
            int first = cuff;
            assertThat(arrived())
                    .filteredOn(record -> record.device().equals(device))
                    .extracting(record -> new String(record.payload(), StandardCharsets.UTF_8))
                    .containsExactlyElementsOf(IntStream.range(0, sent.size())
                            .filter(number -> number % CUFFS.size() == first && number != but)
                            .mapToObj(sent::get)
                            .toList());
        }
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
        publish(List.of(CUFF), List.of(pulse(0)));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).hasSize(1));
        processes.get(0).destroyForcibly().waitFor();
        List<String> meanwhile = IntStream.range(1, 200).mapToObj(EdgeIT::pulse).toList();

        publish(List.of(CUFF), meanwhile);
        assertThat(status().path("queued").asInt()).isEqualTo(199);
        processes.get(1).destroyForcibly().waitFor();
        startHub(Map.of());
        var unused = startGateway(Map.of());

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(arrived()).hasSize(200));
        assertThat(arrived().subList(1, 200))
                .extracting(record -> new String(record.payload(), StandardCharsets.UTF_8))
                .containsExactlyElementsOf(meanwhile);
    }

    /** From the devices in turn, through one collector, as fast as the hub takes them. */
    private void publish(List<String> devices, List<String> payloads) {
        Mqtt5AsyncClient collector = MqttClient.builder()
                .useMqttVersion5()
                .identifier("collector")
                .serverHost("127.0.0.1")
                .serverPort(hubMqtt)
                .buildAsync();
        collector.connect().join();
        CompletableFuture.allOf(IntStream.range(0, payloads.size())
                        .mapToObj(number -> collector
                                .publishWith()
                                .topic("event//" + devices.get(number % devices.size()))
                                .qos(MqttQos.AT_LEAST_ONCE)
                                .contentType(MosquittoPub.READING)
                                .payload(payloads.get(number).getBytes(StandardCharsets.UTF_8))
                                .send())
                        .toArray(CompletableFuture[]::new))
                .join();
        collector.disconnect().join();
    }

    /**
     * Everything the tenant's event topic holds of devices, but not that the hub listens for commands; one device's records
     * are in one partition.
     */
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
            records.removeIf(HonoRecord::isEmptyNotification);
            return records;
        }
    }

    private Process startGateway(Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
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
                "127.0.0.1:" + gatewayHttp));
        environment.putAll(more);
        Process gateway = java("gateway", environment, "gateway");
        awaitReady(gatewayHttp);
        return gateway;
    }

    private ServerCertificate certificate() {
        return ServerCertificate.loadOrMake(directory);
    }

    private void startHub(Map<String, String> more) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of(
                "DERWENT_EDGE_DATA", directory.resolve("hub").toString(),
                "DERWENT_EDGE_GATEWAY", "mqtts://localhost:" + gatewayMqtts,
                "DERWENT_EDGE_CA", certificate().ca().toString(),
                "DERWENT_EDGE_USER", HUB + "@" + TENANT,
                "DERWENT_EDGE_PASSWORD", PASSWORD,
                "DERWENT_EDGE_MQTT", "127.0.0.1:" + hubMqtt,
                "DERWENT_EDGE_HTTP", "127.0.0.1:" + hubHttp));
        environment.putAll(more);
        var unused = java("hub", environment, "edge");
        awaitReady(hubHttp);
    }

    private JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(edge("status", "--json"));
    }

    private String page() throws IOException, InterruptedException {
        return get(hubHttp, "/").body();
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
                .untilAsserted(() ->
                        assertThat(get(port, "/health/ready").statusCode()).isEqualTo(200));
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String administrator() {
        try (var pool = RegistryDatabase.pool(database.url(), Roles.GATEWAY, Roles.GATEWAY, 1)) {
            return new ApiTokens(new RegistryDatabase(pool))
                    .create(new TokenIdentity(TokenIdentity.ADMINISTRATOR, TokenIdentity.PLATFORM, Optional.empty()));
        }
    }
}
