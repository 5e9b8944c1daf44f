package io.derwent.console.hubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.derwent.console.feeds.Publisher;
import io.derwent.model.AlertAction;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.AssignmentHistory.Assignment;
import io.derwent.model.CarePlan;
import io.derwent.model.Subject;
import io.derwent.registry.DeviceDocument;
import io.derwent.registry.Devices;
import io.derwent.registry.RegistryDatabase;
import io.derwent.registry.TenantDocument;
import io.derwent.registry.Tenants;
import io.derwent.store.Assignments;
import io.derwent.store.CarePlans;
import io.derwent.store.Database;
import io.derwent.store.Patients;
import io.derwent.store.Roles;
import io.derwent.store.testing.TestDatabase;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HubPlans;
import io.derwent.wire.ShippedPathways;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What hubs are sent and when, on a real PostgreSQL, as the console's role. */
class HubPlansSinkTest {
    private static final String TENANT = "north";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final TestDatabase postgres = TestDatabase.fresh();
    private final Database database = postgres.open(Roles.CONSOLE);
    private final HikariDataSource registryPool =
            RegistryDatabase.pool(postgres.url(), Roles.GATEWAY, Roles.GATEWAY, 1);
    private final List<ProducerRecord<String, byte[]>> sent = new ArrayList<>();
    private boolean kafkaAnswers = true;
    private final HubPlansSink sink = new HubPlansSink(database, this::publish, Clock.fixed(NOON, ZoneOffset.UTC));

    private void publish(List<ProducerRecord<String, byte[]>> records) {
        if (!kafkaAnswers) {
            throw new Publisher.NotPublished("Kafka is away", new IllegalStateException());
        }
        sent.addAll(records);
    }

    @BeforeEach
    void twoHubs() {
        RegistryDatabase registry = new RegistryDatabase(registryPool);
        new Tenants(registry).create(TENANT, TenantDocument.parse(bytes("{}")));
        Devices devices = new Devices(registry);
        devices.create(TENANT, "hub-1", DeviceDocument.parse(bytes("{}")));
        devices.create(TENANT, "hub-2", DeviceDocument.parse(bytes("{\"memberOf\":[\"hubs\"]}")));
        devices.create(TENANT, "cuff-1", DeviceDocument.parse(bytes("{\"via\":[\"hub-1\"]}")));
        devices.create(TENANT, "cuff-2", DeviceDocument.parse(bytes("{\"via\":[\"hub-1\"],\"viaGroups\":[\"hubs\"]}")));
        devices.create(TENANT, "phone", DeviceDocument.parse(bytes("{}")));
        for (String patient : List.of("ada", "bob", "eve")) {
            database.inTenant(TENANT, connection -> {
                Patients.create(
                        connection, new Patients.Patient(TENANT, patient, "A", "B", null, null, Patients.Care.UNKNOWN));
                CarePlan plan = plan(patient);
                return CarePlans.add(
                        connection,
                        plan,
                        new String(Codecs.carePlans().encode(plan), StandardCharsets.UTF_8),
                        "{}",
                        "nurse",
                        NOON);
            });
        }
        assign("cuff-1", "ada", NOON.minus(Duration.ofDays(10)), null);
        assign("cuff-2", "eve", NOON.minus(Duration.ofDays(200)), NOON.minus(Duration.ofDays(100)));
        assign("cuff-2", "bob", NOON.minus(Duration.ofDays(100)), null);
        assign("phone", "eve", NOON.minus(Duration.ofDays(10)), null);
    }

    @AfterEach
    void close() {
        database.close();
        registryPool.close();
    }

    @Test
    void aHubThatBeginsToListenIsSentEverythingAboutTheDevicesBehindIt() {
        sink.take(List.of(notification("hub-1", "-1")));

        ProducerRecord<String, byte[]> command = sent.get(0);
        assertThat(command.topic()).isEqualTo("hono.command." + TENANT);
        assertThat(command.key()).isEqualTo("hub-1");
        assertThat(List.of(command.headers().toArray()))
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(
                        "device_id=hub-1", "subject=plans", "content-type=application/vnd.derwent.hub-plans+json");
        HubPlans plans = plans(0);
        assertThat(plans.assignments()).extracting(AssignmentHistory::device).containsExactly("cuff-1", "cuff-2");
        assertThat(plans.carePlans()).containsExactly(plan("ada"), plan("bob"));
        assertThat(plans.names()).isEqualTo(Map.of("ada", "A B", "bob", "A B"));
    }

    @Test
    void whatSomebodyDidAboutAnAlertReachesTheHubsOfThePatientAsItWasSaid() {
        byte[] action = Codecs.alertActions()
                .encode(new AlertAction(
                        "x-1",
                        TENANT,
                        Subject.patient("bob"),
                        "alert-1",
                        AlertAction.Kind.ACKNOWLEDGED,
                        "nurse",
                        NOON,
                        null,
                        null));

        sink.take(List.of(
                record(DerwentTopics.ALERT_ACTIONS, "north/bob", action),
                record(DerwentTopics.ALERT_ACTIONS, "north/bob", null),
                record(DerwentTopics.ALERT_ACTIONS, "north/bob", bytes("{"))));

        assertThat(sent).extracting(ProducerRecord::key).containsExactly("hub-1", "hub-2");
        assertThat(sent.get(0).value()).isEqualTo(action);
        assertThat(new String(sent.get(0).headers().lastHeader("subject").value(), StandardCharsets.UTF_8))
                .isEqualTo(HubPlans.ACTION);
    }

    @Test
    void aChangedPlanReachesEveryHubOfThePatientOnceWithAHigherVersion() {
        sink.take(List.of(notification("hub-2", "-1")));
        CarePlan changed = plan("bob");

        sink.take(List.of(
                record(DerwentTopics.CARE_PLANS, "north/bob", Codecs.carePlans().encode(changed)),
                record(DerwentTopics.CARE_PLANS, "north/bob", Codecs.carePlans().encode(changed))));

        assertThat(sent).extracting(ProducerRecord::key).containsExactly("hub-2", "hub-1", "hub-2");
        assertThat(plans(2).version()).isGreaterThan(plans(0).version());
    }

    @Test
    void aChangedAssignmentReachesTheHubsOfItsDevice() {
        AssignmentHistory history = assign("cuff-1", "bob", NOON, null);

        sink.take(List.of(record(
                DerwentTopics.ASSIGNMENTS, "north/cuff-1", Codecs.assignments().encode(history))));

        assertThat(sent).extracting(ProducerRecord::key).containsExactly("hub-1");
        assertThat(plans(0).assignments().get(0)).isEqualTo(history);
    }

    @Test
    void nothingElseIsSaidToAnybody() {
        sink.take(List.of(
                notification("hub-1", "0"),
                notification("phone", "-1"),
                notification("nobody", "-1"),
                record("hono.event.north", "cuff-1", bytes("{}")),
                record(DerwentTopics.CARE_PLANS, "north/ada", null),
                record(DerwentTopics.CARE_PLANS, "north/ada", bytes("{")),
                record(DerwentTopics.CARE_PLANS, "north/eve", Codecs.carePlans().encode(plan("nobody")))));

        assertThat(sent).isEmpty();
    }

    @Test
    void whileKafkaIsAwayTheHubGetsItWhenItConnectsAgain() {
        kafkaAnswers = false;
        sink.take(List.of(notification("hub-1", "-1")));
        kafkaAnswers = true;

        sink.take(List.of(notification("hub-1", "-1")));

        assertThat(sent).hasSize(1);
    }

    private AssignmentHistory assign(String device, String patient, Instant from, @Nullable Instant to) {
        return database.inTenant(
                TENANT,
                connection -> Assignments.assign(connection, TENANT, device, new Assignment(patient, from, to, null)));
    }

    private static CarePlan plan(String patient) {
        return new CarePlan(
                TENANT,
                patient,
                1,
                "hypertension",
                1,
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                true,
                ShippedPathways.all().named("hypertension").rules());
    }

    private HubPlans plans(int index) {
        return Codecs.hubPlans().decode(sent.get(index).value());
    }

    private static ConsumerRecord<String, byte[]> notification(String device, String ttd) {
        ConsumerRecord<String, byte[]> record = record("hono.event." + TENANT, device, null);
        Map.of(HonoRecord.CONTENT_TYPE, HonoRecord.EMPTY_NOTIFICATION, HonoRecord.TTD, ttd)
                .forEach((name, value) -> record.headers().add(name, bytes(value)));
        return record;
    }

    @SuppressWarnings("NullAway") // Kafka's records are not annotated: a value may be null
    private static ConsumerRecord<String, byte[]> record(String topic, String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(topic, 0, 0, key, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
