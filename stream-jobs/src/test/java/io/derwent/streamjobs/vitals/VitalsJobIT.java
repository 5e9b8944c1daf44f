package io.derwent.streamjobs.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.model.AlertEvent;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.CarePlan;
import io.derwent.model.DeadLetter;
import io.derwent.model.Reading;
import io.derwent.model.Score;
import io.derwent.store.Audit;
import io.derwent.store.Database;
import io.derwent.store.Readings;
import io.derwent.store.Roles;
import io.derwent.store.Scores;
import io.derwent.store.testing.TestDatabase;
import io.derwent.streamjobs.Checkpoints;
import io.derwent.streamjobs.JobsConfig;
import io.derwent.streamjobs.Prerequisites;
import io.derwent.streamjobs.RunningJobs;
import io.derwent.wire.Beat;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.Keys;
import io.derwent.wire.ShippedPathways;
import io.derwent.wire.testing.EmbeddedKafka;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a real broker and a real database: what devices send becomes rows and alerts. */
@NullUnmarked // fields are set before each test
class VitalsJobIT {
    private static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";

    private static EmbeddedKafka kafka;
    private static KafkaProducer<String, byte[]> producer;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final TestDatabase postgres = TestDatabase.fresh();
    private Database database;
    private KafkaConsumer<String, byte[]> consumer;
    private final List<AlertEvent> alerts = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private RunningJobs job;

    @TempDir
    private Path stateDirectory;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start();
        try (Admin admin = kafka.admin()) {
            DerwentTopics.createMissing(admin, DerwentTopics.all());
        }
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        kafka.close();
    }

    @BeforeEach
    void startTheJob() throws Exception {
        try (Admin admin = kafka.admin()) {
            DerwentTopics.createMissing(admin, DerwentTopics.ofTenant(tenant));
        }
        database = postgres.open(Roles.JOBS);
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("group.id", "test-" + UUID.randomUUID());
        properties.put("auto.offset.reset", "earliest");
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(DerwentTopics.ALERTS, DerwentTopics.DEAD_LETTERS));
        job = start();
    }

    @AfterEach
    void stopTheJob() throws Exception {
        job.close();
        consumer.close();
        database.close();
    }

    private RunningJobs start() throws Exception {
        JobsConfig config = new JobsConfig(
                kafka.connection(),
                postgres.as(Roles.JOBS),
                stateDirectory.resolve("checkpoints"),
                InetSocketAddress.createUnresolved("127.0.0.1", 0),
                2,
                Duration.ofSeconds(1));
        Prerequisites.await(config);
        return RunningJobs.start(config, List.of(VitalsJob.JOB));
    }

    @Test
    void twoSevereReadingsBecomeRowsAndOneRedAlert() {
        assign("cuff-1", 1, "p1");
        plan("p1", "hypertension");

        publish("cuff-1", bp(now.minusSeconds(130), 192, 124), now.minusSeconds(129));
        publish("cuff-1", bp(now.minusSeconds(10), 190, 122), now.minusSeconds(9));
        publish("cuff-1", bp(now.minusSeconds(10), 190, 122), now.minusSeconds(8));

        AlertEvent raised = awaitAlert(event -> event.kind() == AlertEvent.Kind.RAISED);
        assertThat(raised.rule()).isEqualTo("BP-03");
        assertThat(raised.subject().id()).isEqualTo("p1");
        assertThat(raised.readings()).hasSize(2);
        assertThat(raised.decodedAt()).isNotNull();
        await().untilAsserted(() -> assertThat(readings("p1")).hasSize(2));
        assertThat(alerts.stream().filter(event -> event.tenant().equals(tenant)))
                .extracting(AlertEvent::kind)
                .containsExactly(AlertEvent.Kind.PROMPTED, AlertEvent.Kind.RAISED);
    }

    @Test
    void aCompleteObservationSetGetsItsScore() {
        assign("tablet-1", 1, "p1");
        plan("p1", "virtual-ward");

        publish("tablet-1", """
                {"kind":"observation_set","effectiveTime":"%s","rr":21,"spo2":93,"air_or_oxygen":"air","sbp":120,\
                "pulse":95,"acvpu":"A","temp_c":37.5}""".formatted(now.minusSeconds(5)), now);

        await().untilAsserted(
                        () -> assertThat(scores("p1")).extracting(Score::total).containsExactly(5));
        assertThat(awaitAlert(event -> true).rule()).isEqualTo("NW-01");
    }

    @Test
    void aReadingBeforeItsAssignmentAndPlanIsStoredAndScoredWhenTheyCome() {
        publish("oximeter-1", spo2(now.minusSeconds(5), 90), now);
        await().untilAsserted(() -> assertThat(ofDevice("oximeter-1")).hasSize(1));
        assertThat(ofDevice("oximeter-1").get(0).patient()).isNull();

        assign("oximeter-1", 1, "p1");
        await().untilAsserted(() -> assertThat(readings("p1")).hasSize(1));
        plan("p1", "oximetry");
        assertThat(awaitAlert(event -> event.kind() == AlertEvent.Kind.RAISED)
                        .subject()
                        .id())
                .isEqualTo("p1");

        assign("oximeter-1", 2, "p2");
        plan("p2", "oximetry");
        assertThat(awaitAlert(event -> event.kind() == AlertEvent.Kind.WITHDRAWN)
                        .subject()
                        .id())
                .isEqualTo("p1");
        awaitAlert(event ->
                event.kind() == AlertEvent.Kind.RAISED && event.subject().id().equals("p2"));
        await().untilAsserted(() -> assertThat(readings("p2")).hasSize(1));
        assertThat(readings("p1")).isEmpty();
        for (String patient : List.of("p1", "p2")) {
            assertThat(audited(patient))
                    .filteredOn(entry -> entry.detail().getOrDefault("from", "").equals("p1"))
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.detail()).containsEntry("to", "p2"));
        }
    }

    @Test
    void whatCannotBeDecodedIsADeadLetterWithItsReason() {
        publish("cuff-1", "{\"kind\":\"bp_panel\",\"systolic\":192}", now);

        await().untilAsserted(() -> {
            poll();
            assertThat(letters.stream().filter(letter -> letter.tenant().equals(tenant)))
                    .singleElement()
                    .satisfies(letter -> {
                        assertThat(letter.refusedBy()).isEqualTo("vitals");
                        assertThat(letter.reason()).contains("diastolic");
                        assertThat(letter.headers()).isNotEmpty();
                    });
        });
    }

    @Test
    void whateverStandsOnATopicTheJobGoesOn() throws Exception {
        String severe = spo2(now.minusSeconds(5), 90);
        Map<String, String> type = Map.of(HonoRecord.CONTENT_TYPE, CONTENT_TYPE);
        try (Admin admin = kafka.admin()) {
            DerwentTopics.createMissing(
                    admin, List.of(new DerwentTopics.Spec("hono.event.", Optional.of(Duration.ofDays(1)))));
        }
        sendRaw("hono.event.", "oximeter-1", severe, type);
        sendRaw(HonoTopics.event(tenant), null, null, Map.of());
        sendRaw(HonoTopics.event(tenant), null, "", type);
        sendRaw(HonoTopics.event(tenant), null, severe, type);
        sendRaw(HonoTopics.event(tenant), "d".repeat(5_000), severe, type);
        sendRaw(HonoTopics.event(tenant), "\0", "\0{", type);
        sendRaw(
                HonoTopics.event(tenant),
                "clock-0",
                spo2(now, 97).replace(now.toString(), "0000-01-01T00:00:00Z"),
                type);
        sendRaw(
                HonoTopics.event(tenant),
                "clock-1",
                spo2(now, 97).replace(now.toString(), "0001-01-01T00:00:00Z"),
                type);
        sendRaw(
                HonoTopics.event(tenant),
                "clock-9999",
                spo2(now, 97).replace(now.toString(), "9999-12-31T23:59:59Z"),
                type);
        sendRaw(HonoTopics.telemetry(tenant), "large", "x".repeat(1_000_000), type);
        int number = 0;
        for (String creationTime :
                List.of("", "now", "-1", "0", "1764072000", "9223372036854775807", "-9223372036854775808")) {
            sendRaw(
                    HonoTopics.event(tenant),
                    "adapter-" + number++,
                    severe,
                    Map.of(HonoRecord.CONTENT_TYPE, CONTENT_TYPE, HonoRecord.CREATION_TIME, creationTime));
        }
        for (String topic : List.of(DerwentTopics.ASSIGNMENTS, DerwentTopics.CARE_PLANS, DerwentTopics.ALERT_ACTIONS)) {
            for (String value :
                    Arrays.asList(null, "", "null", "[]", "{}", "\0", "{\"tenant\":\"t\",\"spo2Scale\":1}")) {
                sendRaw(topic, tenant, value, Map.of());
            }
        }

        assign("oximeter-1", 1, "p1");
        plan("p1", "oximetry");
        publish("oximeter-1", severe, now);

        awaitAlert(
                event -> event.kind() == AlertEvent.Kind.RAISED && event.rule().equals("OX-03"));
        for (int i = 0; i < number; i++) {
            String device = "adapter-" + i;
            await().untilAsserted(() -> assertThat(ofDevice(device))
                    .singleElement()
                    .satisfies(reading ->
                            assertThat(reading.receivedAt()).isBetween(now.minusSeconds(60), now.plusSeconds(120))));
        }
        await().untilAsserted(() -> {
            poll();
            assertThat(letters.stream()
                            .filter(letter -> letter.tenant().equals(tenant))
                            .map(letter -> letter.device().isEmpty() ? "nobody" : letter.device()))
                    .contains("nobody", "d".repeat(5_000), "clock-0", "large");
        });
    }

    @Test
    void aRestartFromTheNewestCheckpointGoesOnWithoutRepeatingAnything() throws Exception {
        assign("cuff-1", 1, "p1");
        plan("p1", "hypertension");
        publish("cuff-1", bp(now.minusSeconds(130), 192, 124), now.minusSeconds(129));
        awaitAlert(event -> event.kind() == AlertEvent.Kind.PROMPTED);
        Path checkpoints = stateDirectory.resolve("checkpoints");
        Path before = await().until(() -> Checkpoints.newestComplete(checkpoints), java.util.Optional::isPresent)
                .orElseThrow();
        await().until(() ->
                !Checkpoints.newestComplete(checkpoints).orElseThrow().equals(before));

        job.close();
        job = start();
        publish("cuff-1", bp(now.minusSeconds(10), 190, 122), now.minusSeconds(9));

        AlertEvent raised = awaitAlert(event -> event.kind() == AlertEvent.Kind.RAISED);
        assertThat(raised.readings()).hasSize(2);
        assertThat(alerts.stream().filter(event -> event.tenant().equals(tenant)))
                .extracting(AlertEvent::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void aGatewayThatFallsSilentHoldsNothingUp() {
        Instant sign = now.minus(Duration.ofMinutes(2)).plusNanos(123_456_789);
        send(DerwentTopics.HEARTBEATS, Beat.KEY, new Beat(Beat.GATEWAY, tenant, sign), Codecs.beats()::encode);
        assign("oximeter-1", 1, "p1");
        plan("p1", "oximetry");
        await().atMost(Duration.ofSeconds(30)).until(this::isFoundOut);

        publish("oximeter-1", spo2(now, 90), Instant.now());

        assertThat(awaitAlert(event -> event.kind() == AlertEvent.Kind.RAISED).rule())
                .isEqualTo("OX-03");
    }

    /** By then the job's time, some seconds behind the clock, has come to the end of the two minutes. */
    private boolean isFoundOut() {
        return Instant.now().isAfter(now.plusSeconds(8));
    }

    private AlertEvent awaitAlert(java.util.function.Predicate<AlertEvent> wanted) {
        return await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> {
                            poll();
                            return alerts.stream()
                                    .filter(event -> event.tenant().equals(tenant))
                                    .filter(wanted)
                                    .findFirst();
                        },
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> {
            if (record.topic().equals(DerwentTopics.ALERTS)) {
                alerts.add(Codecs.alertEvents().decode(record.value()));
            } else {
                letters.add(Codecs.deadLetters().decode(record.value()));
            }
        });
    }

    private List<Reading> readings(String patient) {
        return database.inPlatform(connection ->
                Readings.ofPatient(connection, tenant, patient, Set.of(), Instant.EPOCH, now.plusSeconds(60), 100));
    }

    private List<Reading> ofDevice(String device) {
        return database.inPlatform(
                connection -> Readings.ofDevice(connection, tenant, device, Instant.EPOCH, now.plusSeconds(60), 100));
    }

    private List<Audit.Entry> audited(String patient) {
        return database.inPlatform(connection -> Audit.ofPatient(
                connection, tenant, patient, Instant.EPOCH, Instant.now().plusSeconds(60), 100));
    }

    private Collection<Score> scores(String patient) {
        return database.inPlatform(
                connection -> Scores.ofPatient(connection, tenant, patient, Instant.EPOCH, now.plusSeconds(60), 100));
    }

    private void assign(String device, long version, String patient) {
        AssignmentHistory history = new AssignmentHistory(
                tenant, device, version, List.of(new AssignmentHistory.Assignment(patient, Instant.EPOCH, null, null)));
        send(DerwentTopics.ASSIGNMENTS, Keys.of(tenant, device), history, Codecs.assignments()::encode);
    }

    private void plan(String patient, String pathway) {
        CarePlan plan = new CarePlan(
                tenant,
                patient,
                1,
                pathway,
                1,
                1,
                Instant.EPOCH,
                true,
                ShippedPathways.all().named(pathway).rules());
        send(DerwentTopics.CARE_PLANS, Keys.of(tenant, patient), plan, Codecs.carePlans()::encode);
    }

    private static <T> void send(String topic, String key, T value, Function<T, byte[]> encode) {
        send(new ProducerRecord<>(topic, key, encode.apply(value)));
    }

    private void publish(String device, String json, Instant receivedAt) {
        Map<String, String> headers = Map.of(
                HonoRecord.DEVICE_ID, device,
                HonoRecord.CONTENT_TYPE, CONTENT_TYPE,
                HonoRecord.CREATION_TIME, Long.toString(receivedAt.toEpochMilli()));
        HonoRecord message = new HonoRecord(
                HonoTopics.event(tenant),
                device,
                headers.entrySet().stream()
                        .map(header -> new DeadLetter.Header(header.getKey(), header.getValue()))
                        .toList(),
                json.getBytes(StandardCharsets.UTF_8));
        send(message.toProducerRecord());
    }

    private static void sendRaw(String topic, String key, String value, Map<String, String> headers) {
        ProducerRecord<String, byte[]> record =
                new ProducerRecord<>(topic, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
        send(record);
    }

    private static void send(ProducerRecord<String, byte[]> record) {
        try {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String bp(Instant effectiveTime, int systolic, int diastolic) {
        return "{\"kind\":\"bp_panel\",\"effectiveTime\":\"%s\",\"systolic\":%d,\"diastolic\":%d}"
                .formatted(effectiveTime, systolic, diastolic);
    }

    private static String spo2(Instant effectiveTime, int percent) {
        return "{\"kind\":\"spo2\",\"effectiveTime\":\"%s\",\"percent\":%d}".formatted(effectiveTime, percent);
    }
}
