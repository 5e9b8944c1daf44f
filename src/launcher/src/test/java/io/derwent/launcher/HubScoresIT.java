package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import io.derwent.devicesim.api.RegistryApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A home whose line is cut: its hub has the plans of the people behind it, asks and alerts by itself, and what it found is one
 * case with one alert once the line is back. The whole platform, the hub in a process of its own, clients of others' making.
 */
class HubScoresIT {
    private static final String HUB = "hub-1";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOME = "home-";
    private static final AtomicInteger HOMES = new AtomicInteger();

    @TempDir
    private static Path temporary = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static Installation platform;

    @SuppressWarnings("NullAway.Init")
    private static Ports ports;

    @SuppressWarnings("NullAway.Init")
    private static String token;

    @RegisterExtension
    final KeptLogs keptLogs = new KeptLogs(() -> temporary.resolve("data"));

    private final HttpClient http = HttpClient.newHttpClient();
    private final String tenant = HOME + HOMES.incrementAndGet();
    private final int hubMqtt = FreePort.any();
    private final int hubHttp = FreePort.any();
    private final List<Mqtt5AsyncClient> clients = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private CuttableLine line;

    @SuppressWarnings("NullAway.Init")
    private Api console;

    @SuppressWarnings("NullAway.Init")
    private Household person;

    @SuppressWarnings("NullAway.Init")
    private Process hub;

    @SuppressWarnings("NullAway.Init")
    private Map<String, String> environment;

    @BeforeAll
    static void startThePlatform() throws IOException {
        int portBase = Installation.freePortBase();
        ports = Ports.from(portBase);
        platform = Installation.start(temporary.resolve("data"), portBase, "up");
        platform.awaitReady();
        token = Secrets.loadOrMake(platform.data().resolve("secrets.properties"))
                .adminToken();
        RegistryApi registry = new RegistryApi("http://127.0.0.1:" + ports.gateway(), token);
        registry.ensureTenant(HOME + 1);
        registry.ensureTenant(HOME + 2); // its topics are found while the first test runs
    }

    @AfterAll
    static void stopThePlatform() {
        platform.close();
    }

    @BeforeEach
    void start() throws IOException, InterruptedException {
        String gateway = "http://127.0.0.1:" + ports.gateway();
        RegistryApi registry = new RegistryApi(gateway, token);
        registry.ensureTenant(tenant);
        registry.ensureDevice(tenant, HUB, List.of());
        String password = Secrets.randomPassword();
        registry.setPassword(tenant, HUB, HUB, password);
        console = new Api("http://127.0.0.1:" + ports.console(), token, tenant);
        line = new CuttableLine(ports.mqtt());
        environment = Map.of(
                "DERWENT_EDGE_DATA", temporary.resolve(tenant).toString(),
                "DERWENT_EDGE_GATEWAY", "mqtt://127.0.0.1:" + line.port(),
                "DERWENT_EDGE_USER", HUB + "@" + tenant,
                "DERWENT_EDGE_PASSWORD", password,
                "DERWENT_EDGE_MQTT", "127.0.0.1:" + hubMqtt,
                "DERWENT_EDGE_HTTP", "127.0.0.1:" + hubHttp,
                "DERWENT_EDGE_SCORE_AFTER", "5s");
        startHub();
        Api management = new Api(gateway, token, null);
        person = Household.create(management, console, tenant, "hypertension", "behind-the-hub");
        management
                .put("/v1/devices/%s/%s".formatted(tenant, person.device()), "{\"via\":[\"%s\"]}".formatted(HUB))
                .expect(204);
    }

    @AfterEach
    void stop() {
        clients.stream()
                .filter(client -> client.getState().isConnected())
                .forEach(client -> client.disconnect().join());
        hub.destroyForcibly();
        line.close();
    }

    @Test
    void withoutALineTheHubAsksAndAlertsAndThenThereIsOneCaseWithOneAlert() throws Exception {
        theHubHearsOfItsPatientAndOfAPlanThatChanges();

        theLineIsCut();
        List<JsonNode> shown = listen();
        Instant first = Instant.now().minus(Duration.ofMinutes(4));
        measure(first, 186, 104);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(kinds(shown)).contains("measure-again"));
        assertThat(page()).contains("Please measure again");

        hub.destroyForcibly().waitFor();
        startHub();
        List<JsonNode> shownLater = listen();
        measure(first.plus(Duration.ofMinutes(3)), 190, 106);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kinds(shownLater)).contains("alert"));
        assertThat(page()).contains("A measurement needs attention").contains("phone them");
        assertThat(cases()).isEmpty();

        line.mend();

        awaitStatus("queued", 0);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(cases()).hasSize(1));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(page()).contains("It was sent to the care team"));
        assertThat(status().path("dead").asInt()).isZero();
        JsonNode found = console.get(
                        "/api/v1/cases/" + cases().get(0).path("id").asText())
                .expect(200);
        assertThat(found.path("alerts"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.path("rule").asText()).isEqualTo("BP-03"));
        assertThat(shownLater.stream()
                        .filter(notice -> notice.path("kind").asText().equals("alert"))
                        .map(notice -> notice.path("patient").asText()))
                .containsOnly(person.patient());
    }

    @Test
    void withoutALineTheHubLetsTimePass() throws Exception {
        console.put("/api/v1/pathways/hypertension", aWeightEachTenSeconds()).expect(200);
        theHubHearsOfItsPatientAndOfAPlanThatChanges();
        publish("{\"kind\":\"weight\",\"effectiveTime\":\"%s\",\"kilograms\":81.2}"
                .formatted(Instant.now().minus(Duration.ofHours(1))));
        awaitStatus("queued", 0);

        theLineIsCut();
        List<JsonNode> shown = listen();
        measure(Instant.now(), 226, 131);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kinds(shown)).contains("alert", "measure", "look-in", "measure-again"));
        assertThat(page()).contains("Time to measure", "Please look in", "<strong>Test behind-the-hub</strong>");
        assertThat(shown).extracting(notice -> notice.path("name").asText()).containsOnly("Test behind-the-hub");

        line.mend();

        awaitStatus("queued", 0);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(cases()).hasSize(1));
        assertThat(console.get("/api/v1/cases/" + cases().get(0).path("id").asText())
                        .expect(200)
                        .path("alerts"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.path("rule").asText()).isEqualTo("BP-03"));
        assertThat(status().path("dead").asInt()).isZero();
    }

    /** Extreme blood pressure is to be measured again after two seconds, and a weight is expected every ten for a while. */
    private static String aWeightEachTenSeconds() {
        LocalTime now = LocalTime.now(ZoneId.of("Europe/London")).truncatedTo(ChronoUnit.SECONDS);
        String expected = IntStream.rangeClosed(1, 90)
                .mapToObj(number -> "{\"kind\":\"weight\",\"at\":\"%s\"}".formatted(now.plusSeconds(10L * number)))
                .collect(Collectors.joining(","));
        return """
                {"code":"hypertension","version":99,"title":"Every ten seconds","rules":[
                  {"id":"BP-03","version":1,"type":"threshold","title":"Severe","severity":"red",
                   "anyOf":["systolic_bp >= 180 mm[Hg]"],"confirm":{"min":"PT1M","max":"PT30M"},
                   "extreme":["systolic_bp >= 220 mm[Hg]"],"promptPatient":true,"recheck":"PT2S","source":"test","verified":"test"},
                  {"id":"DQ-01","version":1,"type":"missed","title":"Readings did not come","severity":"info",
                   "grace":"PT1S","carerAfter":"PT2S","alertAfter":100,"source":"test","verified":"test"}],
                 "schedule":{"expected":[%s]}}""".formatted(expected);
    }

    /** When it connects, and when a plan changes. */
    private void theHubHearsOfItsPatientAndOfAPlanThatChanges() throws IOException, InterruptedException {
        line.cut();
        line.mend();
        awaitStatus("patients", 1);
        long before = status().path("plansVersion").asLong();
        console.post("/api/v1/care-plans", """
                        {"patient":"%s","pathway":"hypertension","thresholds":[]}""".formatted(person.patient())).expect(201);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status().path("plansVersion").asLong()).isGreaterThan(before));
    }

    private void theLineIsCut() {
        line.cut();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status().path("connected").asBoolean()).isFalse());
    }

    private void startHub() throws IOException {
        hub = DerwentJvm.start(temporary.resolve(tenant + ".log"), environment, "edge");
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(get("/health/ready").statusCode()).isEqualTo(200));
    }

    /** A screen beside the hub. */
    private List<JsonNode> listen() {
        List<JsonNode> shown = new CopyOnWriteArrayList<>();
        connected("screen")
                .subscribeWith()
                .topicFilter("derwent/prompts/" + person.patient())
                .qos(MqttQos.AT_MOST_ONCE)
                .callback(publish -> {
                    try {
                        shown.add(JSON.readTree(publish.getPayloadAsBytes()));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .send()
                .join();
        return shown;
    }

    private static List<String> kinds(List<JsonNode> shown) {
        return shown.stream().map(notice -> notice.path("kind").asText()).toList();
    }

    private void measure(Instant at, int systolic, int diastolic) {
        publish("{\"kind\":\"bp_panel\",\"effectiveTime\":\"%s\",\"systolic\":%d,\"diastolic\":%d}"
                .formatted(at, systolic, diastolic));
    }

    private void publish(String reading) {
        Mqtt5AsyncClient cuff = connected(person.device());
        cuff.publishWith()
                .topic("event")
                .qos(MqttQos.AT_LEAST_ONCE)
                .contentType(MosquittoPub.READING)
                .payload(reading.getBytes(StandardCharsets.UTF_8))
                .send()
                .join();
        cuff.disconnect().join();
    }

    private Mqtt5AsyncClient connected(String clientId) {
        Mqtt5AsyncClient client = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .serverHost("127.0.0.1")
                .serverPort(hubMqtt)
                .buildAsync();
        client.connect().join();
        clients.add(client);
        return client;
    }

    private List<JsonNode> cases() throws IOException, InterruptedException {
        List<JsonNode> cases = new ArrayList<>();
        console.get("/api/v1/cases").expect(200).path("items").forEach(cases::add);
        return cases;
    }

    private void awaitStatus(String name, int value) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(status().path(name).asInt()).as(name).isEqualTo(value));
    }

    private JsonNode status() throws IOException, InterruptedException {
        return JSON.readTree(get("/status").body());
    }

    private String page() throws IOException, InterruptedException {
        return get("/").body();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hubHttp + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
