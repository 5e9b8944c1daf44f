package io.derwent.console.hubs;

import io.derwent.console.feeds.Publisher;
import io.derwent.console.feeds.TopicFeed;
import io.derwent.model.AlertAction;
import io.derwent.model.AssignmentHistory;
import io.derwent.model.CarePlan;
import io.derwent.model.Subject;
import io.derwent.store.Assignments;
import io.derwent.store.CarePlans;
import io.derwent.store.Database;
import io.derwent.store.Hubs;
import io.derwent.store.Patients;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.HubPlans;
import io.derwent.wire.InvalidPayload;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a hub its {@link HubPlans}: when it begins to listen for commands (Hono's empty notification with {@code ttd} -1),
 * and when a care plan or an assignment of somebody behind it changes. A command that does not arrive needs no second try:
 * the hub gets all of it when it connects again. What somebody does about an alert of a patient behind it is sent as it is
 * done, and not again. Blocks on the database and on Kafka.
 */
public final class HubPlansSink implements TopicFeed.Sink {
    /** What this sink wants to read. Of the events, which are all the devices' messages, it takes the empty notifications. */
    public static final Pattern TOPICS = Pattern.compile("%s|%s|%s|hono\\.event\\..+"
            .formatted(
                    Pattern.quote(DerwentTopics.CARE_PLANS),
                    Pattern.quote(DerwentTopics.ASSIGNMENTS),
                    Pattern.quote(DerwentTopics.ALERT_ACTIONS)));

    private static final Logger LOG = LoggerFactory.getLogger(HubPlansSink.class);
    private static final String UNTIL_FURTHER_NOTICE = "-1";
    private static final String JSON = "application/json";
    /** As far back as a rule looks, a reading may still come from whoever had the device then. */
    private static final Duration LOOKS_BACK = Duration.ofDays(60);

    private final Database database;
    private final Publisher publisher;
    private final Clock clock;

    private record Hub(String tenant, String device) {}

    public HubPlansSink(Database database, Publisher publisher, Clock clock) {
        this.database = database;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Override
    public void take(List<ConsumerRecord<String, byte[]>> records) {
        Set<Hub> concerned = new LinkedHashSet<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.topic().equals(DerwentTopics.ALERT_ACTIONS)) {
                tellOfAction(record);
            } else {
                concerned.addAll(concernedBy(record));
            }
        }
        concerned.forEach(this::tell);
    }

    private void tellOfAction(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            return;
        }
        try {
            AlertAction action = Codecs.alertActions().decode(record.value());
            if (action.subject().type() == Subject.Type.PATIENT) {
                for (Hub hub : hubsOf(action.tenant(), action.subject().id())) {
                    send(command(hub, HubPlans.ACTION, JSON, record.value()), "hears no more of action " + action.id());
                }
            }
        } catch (InvalidPayload e) {
            LOG.error("{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    private List<Hub> concernedBy(ConsumerRecord<String, byte[]> record) {
        byte[] value = record.value();
        try {
            if (value == null) {
                return listening(record);
            }
            return switch (record.topic()) {
                case DerwentTopics.ASSIGNMENTS -> hubsOf(Codecs.assignments().decode(value));
                case DerwentTopics.CARE_PLANS -> {
                    CarePlan plan = Codecs.carePlans().decode(value);
                    yield hubsOf(plan.tenant(), plan.patient());
                }
                default -> List.of();
            };
        } catch (InvalidPayload e) {
            LOG.error("{}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.getMessage());
            return List.of();
        }
    }

    private static List<Hub> listening(ConsumerRecord<String, byte[]> record) {
        HonoRecord event = HonoRecord.read(
                record.topic(), Optional.ofNullable(record.key()).orElse(""), record.headers(), null);
        boolean listens = event.isEmptyNotification()
                && event.header(HonoRecord.TTD)
                        .map(UNTIL_FURTHER_NOTICE::equals)
                        .orElse(false);
        return HonoTopics.tenantOf(record.topic())
                .filter(tenant -> listens)
                .map(tenant -> List.of(new Hub(tenant, event.device())))
                .orElse(List.of());
    }

    private List<Hub> hubsOf(AssignmentHistory history) {
        return database
                .inTenant(history.tenant(), connection -> Hubs.of(connection, history.tenant(), history.device()))
                .stream()
                .map(hub -> new Hub(history.tenant(), hub))
                .toList();
    }

    private List<Hub> hubsOf(String tenant, String patient) {
        return database.inTenant(tenant, connection -> {
            Set<String> hubs = new TreeSet<>();
            for (AssignmentHistory history : Assignments.ofPatient(connection, tenant, patient)) {
                hubs.addAll(Hubs.of(connection, tenant, history.device()));
            }
            return hubs.stream().map(hub -> new Hub(tenant, hub)).toList();
        });
    }

    private void tell(Hub hub) {
        Optional<HubPlans> plans = database.inTenant(hub.tenant(), connection -> plans(connection, hub));
        plans.map(Codecs.hubPlans()::encode)
                .ifPresent(json -> send(
                        command(hub, HubPlans.SUBJECT, HubPlans.CONTENT_TYPE, json),
                        "gets its plans when it connects again"));
    }

    private void send(ProducerRecord<String, byte[]> command, String otherwise) {
        try {
            publisher.publish(List.of(command));
        } catch (Publisher.NotPublished e) {
            LOG.warn("hub {} ({}) {}: {}", command.key(), command.topic(), otherwise, e.getMessage());
        }
    }

    /** Empty for a device nobody stands behind: it listens for commands of somebody else. */
    private Optional<HubPlans> plans(Connection connection, Hub hub) throws SQLException {
        long version =
                Hubs.microsecondsNow(connection); // before anything is read: whoever reads later has a higher one
        List<String> devices = Hubs.devicesBehind(connection, hub.tenant(), hub.device());
        if (devices.isEmpty()) {
            return Optional.empty();
        }
        Instant since = clock.instant().minus(LOOKS_BACK);
        List<AssignmentHistory> histories = new ArrayList<>();
        Set<String> patients = new TreeSet<>();
        for (String device : devices) {
            Optional<AssignmentHistory> history = Assignments.history(connection, hub.tenant(), device);
            history.ifPresent(histories::add);
            history.stream()
                    .flatMap(known -> known.assignments().stream())
                    .filter(assignment ->
                            assignment.to() == null || assignment.to().isAfter(since))
                    .forEach(assignment -> patients.add(assignment.patient()));
        }
        List<CarePlan> carePlans = new ArrayList<>();
        Map<String, String> names = new TreeMap<>();
        for (String patient : patients) {
            Patients.find(connection, hub.tenant(), patient)
                    .ifPresent(known -> names.put(patient, known.givenName() + " " + known.familyName()));
            CarePlans.current(connection, hub.tenant(), patient)
                    .map(stored -> Codecs.carePlans().decode(stored.json().getBytes(StandardCharsets.UTF_8)))
                    .ifPresent(carePlans::add);
        }
        return Optional.of(new HubPlans(hub.tenant(), version, histories, carePlans, names));
    }

    private static ProducerRecord<String, byte[]> command(Hub hub, String subject, String contentType, byte[] payload) {
        ProducerRecord<String, byte[]> command =
                new ProducerRecord<>(HonoTopics.command(hub.tenant()), hub.device(), payload);
        header(command, HonoRecord.DEVICE_ID, hub.device());
        header(command, HonoRecord.SUBJECT, subject);
        header(command, HonoRecord.CONTENT_TYPE, contentType);
        return command;
    }

    private static void header(ProducerRecord<String, byte[]> record, String name, String value) {
        record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
