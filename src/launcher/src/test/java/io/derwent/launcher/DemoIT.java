package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person does with {@code ./derwent demo} and a client that is not ours; one installation for all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration QUIET = Duration.ofSeconds(4);

    /** The last to fall due are readings that do not come, a minute and a half after the town's birth. */
    private static final Duration STORIES = Duration.ofMinutes(3);

    @TempDir
    static Path temporary = Path.of("");

    private Installation demo;
    private JsonNode ready;
    private int mqtt;

    @BeforeAll
    void start() throws IOException {
        demo = Installation.start(temporary.resolve("demo"), Installation.freePortBase(), "demo", "--json");
        ready = demo.awaitJson();
        mqtt = Integer.parseInt(ready.path("mqtt").asText().replaceFirst(".*:", ""));
    }

    @AfterAll
    void end() {
        demo.close();
    }

    @Test
    @Order(1)
    void theLineOfJsonHasAddressesLoginsAndDevices() {
        assertThat(ready.path("ready").asBoolean()).isTrue();
        assertThat(ready.path("console").asText()).startsWith("http://127.0.0.1:");
        assertThat(ready.path("gateway").asText()).startsWith("http://127.0.0.1:");
        assertThat(ready.path("mqtts").asText()).startsWith("127.0.0.1:");
        assertThat(Path.of(ready.path("caFile").asText())).exists();
        assertThat(texts(ready.path("logins"), "role"))
                .contains("nurse", "lead", "patient", "estates", "administrator");
        for (JsonNode login : ready.path("logins")) {
            assertThat(login.path("user").asText()).isNotBlank();
            assertThat(login.path("password").asText()).hasSizeGreaterThanOrEqualTo(12);
            assertThat(login.path("token").asText()).isNotBlank();
            assertThat(login.path("tenant").asText()).isNotBlank();
        }
        String nursesTenant = login("nurse").path("tenant").asText();
        assertThat(notSimulated(ready.path("devices")))
                .isNotEmpty()
                .allSatisfy(device -> assertThat(device.path("tenant").asText()).isEqualTo(nursesTenant));
        assertThat(byHand("cuff", "hypertension").path("authId").asText()).isNotBlank();
        assertThat(byHand("oximeter", "oximetry").path("authId").asText()).isNotBlank();
    }

    @Test
    @Order(1)
    void theLineOfJsonHasReadersAndEquipment() {
        assertThat(ready.path("readers")).hasSize(12);
        assertThat(ready.path("assets")).hasSize(60);
        assertThat(readersByHand())
                .hasSizeGreaterThanOrEqualTo(2)
                .allSatisfy(reader -> assertThat(reader.path("tenant"))
                        .isEqualTo(login("estates").path("tenant")))
                .allSatisfy(
                        reader -> assertThat(reader.path("password").asText()).isNotBlank())
                .extracting(reader -> reader.path("place").asText())
                .doesNotHaveDuplicates();
        assertThat(ready.path("assets")).allSatisfy(asset -> {
            assertThat(asset.path("id").asText()).isNotBlank();
            assertThat(asset.path("name").asText()).isNotBlank();
            assertThat(asset.path("key").asText()).startsWith("(");
            assertThat(asset.path("epc").asText()).matches("[0-9A-F]{24,}");
        });
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"nurse", "administrator"})
    void tokensWork(String role) throws IOException, InterruptedException {
        assertThat(console(role).get("/api/v1/cases").status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void theEstatesTokenFindsEquipmentByNameNumberAndKey() throws IOException, InterruptedException {
        JsonNode pump = pumpByHand();

        for (String query : List.of(
                pump.path("name").asText(),
                pump.path("number").asText(),
                pump.path("key").asText())) {
            assertThat(texts(
                            console("estates")
                                    .get("/api/v1/assets?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                                    .expect(200)
                                    .path("items"),
                            "id"))
                    .as(query)
                    .contains(pump.path("id").asText());
        }
    }

    @ParameterizedTest(name = "{1}, {0}: {2}")
    @Order(4)
    @CsvSource({
        "p-025, hypertension, BP-01, raised",
        "p-005, oximetry, OX-03, raised",
        "p-030, oximetry, DQ-01, raised",
        "p-007, diabetes, GL-01, raised",
        "p-006, virtual-ward, NW-01, raised",
        "p-006, virtual-ward, NW-02, raised",
        "p-026, heart-failure, HF-01, raised",
        "p-026, heart-failure, HF-03, raised",
        "p-027, copd, OX-04, raised",
        "p-028, copd, OX-05, raised",
        "p-029, wearable, WR-01, raised",
        "p-031, care-home, SS-01, raised",
        "p-033, care-home, DQ-04-bp, prompted"
    })
    void eachPathwaysPatientHasWhatTheirStoryPromises(String patient, String pathway, String rule, String kind)
            throws IOException, InterruptedException {
        assertThat(texts(
                        console("nurse")
                                .get("/api/v1/care-plans?patient=" + patient)
                                .expect(200)
                                .path("items"),
                        "pathway"))
                .containsExactly(pathway);
        await().atMost(STORIES)
                .untilAsserted(() -> assertThat(alertsOf(patient))
                        .anyMatch(alert -> alert.path("rule").asText().equals(rule)
                                && alert.path("kind").asText().equals(kind)));
    }

    @Test
    @Order(4)
    void whoeverDoesNotMeasureIsAskedThenTheirCarerIs() {
        await().atMost(STORIES)
                .untilAsserted(
                        () -> assertThat(texts(alertsOf("p-030"), "audience")).contains("patient", "carer"));
    }

    @Test
    @Order(3)
    void twoSevereReadingsFromTheCuffRaiseARedCaseOnTheOpenPage() throws IOException, InterruptedException {
        JsonNode cuff = byHand("cuff", "hypertension");
        String patient = cuff.path("assignedTo").asText();
        MosquittoPub client = client(cuff);
        try (CaseStream page = new CaseStream(console("nurse"))) {
            // Given
            Instant second = Instant.now();
            assertThat(client.publish(severe(second.minus(2, ChronoUnit.MINUTES)))
                            .code())
                    .isZero();

            // When
            MosquittoPub.Result result = client.publish(severe(second));

            // Then
            assertThat(result.code()).as(result.said()).isZero();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(texts(page.ofPatient(patient), "severity"))
                            .contains("red"));
        }
    }

    @Test
    @Order(4)
    void theSameMessageAgainChangesNothing() throws IOException, InterruptedException {
        Household home = household("hypertension", "twice");
        MosquittoPub client = home.client(mqtt);
        Instant now = Instant.now();
        client.publish(severe(now.minus(2, ChronoUnit.MINUTES)));
        client.publish(severe(now));
        await().atMost(SOON).untilAsserted(() -> assertThat(casesOf(home)).hasSize(1));
        JsonNode before = casesOf(home).get(0);
        JsonNode readings = readingsOf(home);

        client.publish(severe(now.minus(2, ChronoUnit.MINUTES)));
        client.publish(severe(now));

        await().during(QUIET)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(casesOf(home)).containsExactly(before));
        assertThat(readingsOf(home)).isEqualTo(readings);
        assertThat(readings.path("items")).hasSize(2);
    }

    @Test
    @Order(4)
    void aLowSaturationAlertsAtOnce() throws IOException, InterruptedException {
        Household home = household("oximetry", "low");

        home.client(mqtt).publish(saturation(Instant.now()));

        await().atMost(SOON).untilAsserted(() -> assertThat(casesOf(home)).hasSize(1));
    }

    @Test
    @Order(4)
    void aReadingThreeHoursOldOpensItsCaseMarkedWithBothTimes() throws IOException, InterruptedException {
        Household home = household("oximetry", "three-hours");
        Instant taken = Instant.now().minus(3, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);

        home.client(mqtt).publish(saturation(taken));

        await().atMost(SOON).untilAsserted(() -> assertThat(casesOf(home)).hasSize(1));
        JsonNode opened = casesOf(home).get(0);
        assertThat(opened.path("late").asBoolean()).isTrue();
        JsonNode alert = opened.path("alerts").get(0);
        assertThat(Instant.parse(alert.path("effectiveTime").asText())).isEqualTo(taken);
        assertThat(Instant.parse(alert.path("receivedAt").asText())).isAfter(taken.plus(2, ChronoUnit.HOURS));
    }

    @Test
    @Order(4)
    void aReadingThreeWeeksOldOnlySaysItWouldHaveAlerted() throws IOException, InterruptedException {
        Household home = household("oximetry", "three-weeks");

        home.client(mqtt).publish(saturation(Instant.now().minus(21, ChronoUnit.DAYS)));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(texts(
                                console("nurse")
                                        .get("/api/v1/patients/" + home.patient() + "/alerts")
                                        .expect(200)
                                        .path("items"),
                                "kind"))
                        .contains("would_have"));
        assertThat(casesOf(home)).isEmpty();
    }

    @Test
    @Order(4)
    void aCompleteSetOfObservationsGetsItsNews2() throws IOException, InterruptedException {
        Household home = household("virtual-ward", "news2");

        home.client(mqtt).publish("""
                        {"kind":"observation_set","effectiveTime":"%s","rr":25,"spo2":91,"air_or_oxygen":"oxygen",\
                        "sbp":95,"pulse":115,"acvpu":"A","temp_c":38.5}""".formatted(Instant.now()));

        await().atMost(SOON).untilAsserted(() -> {
            JsonNode scores = console("nurse")
                    .get("/api/v1/patients/" + home.patient() + "/scores")
                    .expect(200)
                    .path("items");
            assertThat(scores).hasSize(1);
            // 3 (rr) + 3 (spo2) + 2 (oxygen) + 2 (sbp) + 2 (pulse) + 0 + 1 (temperature)
            assertThat(scores.get(0).path("total").asInt()).isEqualTo(13);
        });
    }

    @Test
    @Order(4)
    void anUnreadableMessageIsRefusedWithItsReasonAndStandsAmongTheDeadLettersToBeReplayed()
            throws IOException, InterruptedException {
        Household home = household("hypertension", "dead-letter");
        String payload = "{\"kind\":\"bp_panel\",\"systolic\":80,\"diastolic\":120,\"note\":\"" + home.device() + "\"}";

        MosquittoPub.Result result = home.client(mqtt).publish(payload);

        // mosquitto_pub names the PUBACK's reason code
        assertThat(result.said()).containsPattern("(?i)(153|payload format invalid)");
        await().atMost(SOON).untilAsserted(() -> assertThat(deadLettersOf(home)).hasSize(1));
        JsonNode letter = deadLettersOf(home).get(0);
        assertThat(letter.path("reason").asText()).contains("diastolic");
        Api administrator = console("administrator");
        assertThat(administrator
                        .post("/api/v1/dead-letters/" + letter.path("id").asText() + "/replay", "{}")
                        .status())
                .isBetween(200, 204);
    }

    @Test
    @Order(4)
    void aPingMovesThePumpWhereverItsReaderHangs() throws IOException, InterruptedException {
        JsonNode pump = pumpByHand();
        List<JsonNode> readers = readersByHand();

        for (JsonNode reader : List.of(readers.get(0), readers.get(1))) {
            assertThat(ping(
                                    reader,
                                    reader.path("device").asText(),
                                    pump.path("epc").asText())
                            .code())
                    .isZero();

            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(asset(pump).path("whereabouts").path("place"))
                                    .isEqualTo(reader.path("place")));
        }
        assertThat(texts(asset(pump).path("moves"), "kind")).containsExactly("moved", "arrived");
        assertThat(asset(pump).path("whereabouts").path("confidence").asDouble())
                .isBetween(0.1, 1.0);
    }

    @Test
    @Order(4)
    void theSimulatedEquipmentIsWhereItsReadersSeeIt() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(console("estates")
                                .get("/api/v1/assets?limit=100")
                                .expect(200)
                                .path("items"))
                        .filteredOn(asset -> asset.has("whereabouts"))
                        .hasSizeGreaterThan(25));
    }

    @Test
    @Order(4)
    void aTagNobodyKnowsIsListedAsUnknownWithTheKeyItSays() throws IOException, InterruptedException {
        JsonNode reader = readersByHand().get(0);

        // GIAI 5055123.99, of the hospital's own prefix and on nothing
        ping(reader, reader.path("place").asText(), "3415348a4c00000000000063");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(texts(
                                console("estates")
                                        .get("/api/v1/unknown-tags")
                                        .expect(200)
                                        .path("items"),
                                "key"))
                        .contains("(8004)505512399"));
    }

    @Test
    @Order(4)
    void aWrongPingIsRefusedWithItsReason() throws IOException, InterruptedException {
        JsonNode reader = readersByHand().get(0);
        String device = reader.path("device").asText();

        // mosquitto_pub names the PUBACK's reason code, not its reason string; the dead letter has the same sentence
        assertThat(ping(reader, device, "urn:epc:id:giai:5055123.99").said())
                .containsPattern("(?i)(153|payload format invalid)");
        assertThat(ping(reader, "5055456000017", "3415348a4c00000000000063").said())
                .containsPattern("(?i)(135|not authorized)");

        String tenant = reader.path("tenant").asText();
        Api administrator = new Api(
                ready.path("console").asText(),
                login("administrator").path("token").asText(),
                tenant);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(administrator
                                .get("/api/v1/dead-letters")
                                .expect(200)
                                .path("items"))
                        .filteredOn(letter -> letter.path("device").asText().equals(device))
                        .extracting(letter -> letter.path("reason").asText())
                        .anyMatch(reason ->
                                reason.contains("epc is \"urn:epc:id:giai:5055123.99\", 4 to 124 hexadecimal digits")));
    }

    @Test
    @Order(4)
    void anotherOrganisationsNurseSeesNothingOfIt() throws IOException, InterruptedException {
        String nurses = login("nurse").path("tenant").asText();
        List<String> tenants =
                texts(ready.path("devices"), "tenant").stream().distinct().toList();
        assertThat(tenants).hasSizeGreaterThanOrEqualTo(2);
        String other = tenants.stream()
                .filter(tenant -> !tenant.equals(nurses))
                .findFirst()
                .orElseThrow();
        Household home = household("oximetry", "private");

        Api stranger = new Api(
                ready.path("console").asText(),
                login("administrator").path("token").asText(),
                other);

        assertThat(stranger.get("/api/v1/patients/" + home.patient()).status()).isIn(403, 404);
    }

    @Test
    @Order(9)
    void ctrlCStopsEverythingAndLeavesNoProcessBehind() throws IOException, InterruptedException {
        List<ProcessHandle> before = demo.processes();
        assertThat(before).hasSizeGreaterThan(5);

        demo.interrupt();

        assertThat(before).noneMatch(Liveness::lives);
        assertThat(demo.processes()).isEmpty();
        assertThat(demo.said()).contains("stopped");
        assertThat(Files.exists(demo.data().resolve("postgres").resolve("postmaster.pid")))
                .isFalse();
    }

    private static String severe(Instant taken) {
        return "{\"kind\":\"bp_panel\",\"effectiveTime\":\"%s\",\"systolic\":192,\"diastolic\":124,\"pulse\":88}"
                .formatted(taken.truncatedTo(ChronoUnit.SECONDS));
    }

    private static String saturation(Instant taken) {
        return "{\"kind\":\"spo2\",\"effectiveTime\":\"%s\",\"percent\":90}"
                .formatted(taken.truncatedTo(ChronoUnit.SECONDS));
    }

    private MosquittoPub.Result ping(JsonNode reader, String name, String epc)
            throws IOException, InterruptedException {
        return client(reader).publish("application/vnd.derwent.ping+json", """
                        {"reader":"%s","antenna":2,"epc":"%s","rssi":-58,"time":"%s"}""".formatted(name, epc, Instant.now()));
    }

    private JsonNode asset(JsonNode asset) throws IOException, InterruptedException {
        return console("estates")
                .get("/api/v1/assets/" + asset.path("id").asText())
                .expect(200);
    }

    private List<JsonNode> readersByHand() {
        return notSimulated(ready.path("readers")).toList();
    }

    private JsonNode pumpByHand() {
        return notSimulated(ready.path("assets"))
                .filter(asset -> asset.path("name").asText().contains("pump"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no pump for trying by hand in " + ready));
    }

    private static Stream<JsonNode> notSimulated(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(one -> !one.path("simulated").asBoolean(true));
    }

    private Household household(String pathway, String name) throws IOException, InterruptedException {
        String tenant = login("nurse").path("tenant").asText();
        String token = login("administrator").path("token").asText();
        return Household.create(
                new Api(ready.path("gateway").asText(), token, null),
                new Api(ready.path("console").asText(), token, tenant),
                tenant,
                pathway,
                name);
    }

    private List<JsonNode> casesOf(Household home) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        console("nurse")
                                .get("/api/v1/cases")
                                .expect(200)
                                .path("items")
                                .spliterator(),
                        false)
                .filter(one -> one.path("patient").asText().equals(home.patient()))
                .toList();
    }

    private JsonNode alertsOf(String patient) throws IOException, InterruptedException {
        return console("nurse")
                .get("/api/v1/patients/" + patient + "/alerts")
                .expect(200)
                .path("items");
    }

    private JsonNode readingsOf(Household home) throws IOException, InterruptedException {
        return console("nurse")
                .get("/api/v1/patients/" + home.patient() + "/readings")
                .expect(200);
    }

    private List<JsonNode> deadLettersOf(Household home) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        console("administrator")
                                .get("/api/v1/dead-letters")
                                .expect(200)
                                .path("items")
                                .spliterator(),
                        false)
                .filter(letter -> letter.path("device").asText().equals(home.device()))
                .toList();
    }

    private Api console(String role) {
        JsonNode login = login(role);
        String tenant = login.path("tenant").asText();
        return new Api(
                ready.path("console").asText(),
                login.path("token").asText(),
                tenant.equals("*") ? login("nurse").path("tenant").asText() : null);
    }

    private JsonNode login(String role) {
        return StreamSupport.stream(ready.path("logins").spliterator(), false)
                .filter(login -> login.path("role").asText().equals(role))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no login of a " + role + " in " + ready));
    }

    private JsonNode byHand(String kind, String pathway) {
        return notSimulated(ready.path("devices"))
                .filter(device -> device.path("kind").asText().equals(kind))
                .filter(device -> device.path("pathway").asText().equals(pathway))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " for trying by hand in " + ready));
    }

    private MosquittoPub client(JsonNode device) {
        return new MosquittoPub(
                mqtt,
                device.path("authId").asText(),
                device.path("tenant").asText(),
                device.path("password").asText());
    }

    private static List<String> texts(Iterable<JsonNode> nodes, String field) {
        return StreamSupport.stream(nodes.spliterator(), false)
                .map(node -> node.path(field).asText())
                .toList();
    }
}
