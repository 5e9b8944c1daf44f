package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.PUMP_KEY;
import static io.derwent.streamjobs.assets.Given.READER;
import static io.derwent.streamjobs.assets.Given.STORE;
import static io.derwent.streamjobs.assets.Given.STRANGE_EPC;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.ping;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.derwent.model.Asset;
import io.derwent.model.AssetMove;
import io.derwent.model.DeadLetter;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.store.AssetEvents;
import io.derwent.store.Database;
import io.derwent.store.ReaderStatuses;
import io.derwent.store.Roles;
import io.derwent.store.UnknownTags;
import io.derwent.store.Whereabouts;
import io.derwent.store.testing.TestDatabase;
import io.derwent.streamjobs.Checkpoints;
import io.derwent.streamjobs.JobsConfig;
import io.derwent.streamjobs.Prerequisites;
import io.derwent.streamjobs.RunningJobs;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoRecord;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.Keys;
import io.derwent.wire.testing.EmbeddedKafka;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole job on a real broker and a real database: what readers send becomes rows. */
@NullUnmarked // JUnit sets the directory
class AssetsJobIT {
    private static final String TENANT = "derby";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestDatabase postgres = TestDatabase.fresh();

    @TempDir
    private Path stateDirectory;

    @Test
    void pingsBecomeMovesWhereaboutsAndUnknownTagsAndGoOnAfterARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Database database = postgres.open(Roles.JOBS)) {
            createTopics(kafka);
            try (var producer = producer(kafka)) {
                sendReferenceData(producer);
                RunningJobs job = start(kafka, Duration.ofSeconds(1));
                send(producer, "[%s,%s]".formatted(ping(1, PUMP_EPC), ping(1, STRANGE_EPC)));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    send(producer, ping(1, PUMP_EPC));
                    assertThat(moves(database, "pump-1"))
                            .extracting(AssetMove::kind, AssetMove::place)
                            .containsExactly(tuple(AssetMove.Kind.ARRIVED, WARD));
                    assertThat(unknownTags(database)).containsExactly(STRANGE_EPC);
                    assertThat(heardReaders(database)).containsExactly(READER);
                });
                awaitCheckpoint();
                awaitCheckpoint(); // the first may have begun before the move
                job.close();

                job = start(kafka, Duration.ofSeconds(1));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    send(producer, ping(2, PUMP_EPC));
                    assertThat(whereabouts(database).place()).isEqualTo(STORE);
                });
                job.close();
                assertThat(moves(database, "pump-1"))
                        .extracting(AssetMove::seq, AssetMove::kind, AssetMove::place)
                        .containsExactly(
                                tuple(2L, AssetMove.Kind.MOVED, STORE), tuple(1L, AssetMove.Kind.ARRIVED, WARD));
            }
        }
    }

    @Test
    void killedBeforeItsFirstCheckpointItTellsAnArrivalOnce() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Database database = postgres.open(Roles.JOBS)) {
            createTopics(kafka);
            try (var producer = producer(kafka)) {
                sendReferenceData(producer);
                for (int i = 0; i < 20; i++) {
                    send(producer, ping(1, PUMP_EPC));
                }
                RunningJobs job = start(kafka, Duration.ofHours(1));
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(moves(database, "pump-1")).hasSize(1));
                job.close();

                job = start(kafka, Duration.ofHours(1));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    send(producer, ping(2, PUMP_EPC));
                    assertThat(whereabouts(database).place()).isEqualTo(STORE);
                });
                job.close();
            }
            assertThat(moves(database, "pump-1"))
                    .extracting(AssetMove::kind)
                    .containsExactly(AssetMove.Kind.MOVED, AssetMove.Kind.ARRIVED);
            assertThat(unknownTags(database)).isEmpty();
        }
    }

    @Test
    void aGuestIsFoundWhereAPlaceIsSharedAndNoMoreWhenTheShareEnds() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Database database = postgres.open(Roles.JOBS)) {
            createTopics(kafka);
            try (var producer = producer(kafka)) {
                sendReader(producer);
                sendAsset(producer, "north");
                send(producer, Given.sharedPlace(1));
                RunningJobs job = start(kafka, Duration.ofHours(1));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    send(producer, ping(1, PUMP_EPC));
                    assertThat(unknownTags(database)).containsExactly(PUMP_EPC);
                });
                assertThat(lastSeen(database, "north")).isEmpty();

                send(producer, Given.sharedPlace(2, "north"));
                await().atMost(PATIENCE).untilAsserted(() -> {
                    send(producer, ping(1, PUMP_EPC));
                    assertThat(lastSeen(database, "north"))
                            .hasValueSatisfying(seen -> assertThat(seen.place()).isEqualTo(WARD + "@" + TENANT));
                });
                assertThat(lastSeen(database, TENANT)).isEmpty();

                send(producer, Given.sharedPlace(3));
                Instant ended = Instant.now();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    send(producer, ping(1, PUMP_EPC));
                    assertThat(unknownTag(database).lastSeenAt()).isAfter(ended);
                });
                job.close();
                assertThat(lastSeen(database, "north").orElseThrow().place()).isEqualTo(WARD + "@" + TENANT);
            }
        }
    }

    private static void createTopics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = kafka.admin()) {
            DerwentTopics.createMissing(admin, DerwentTopics.all());
            DerwentTopics.createMissing(admin, DerwentTopics.ofTenant(TENANT));
        }
    }

    private static KafkaProducer<String, byte[]> producer(EmbeddedKafka kafka) {
        Properties properties = new Properties();
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    private void awaitCheckpoint() {
        Path directory = stateDirectory.resolve("checkpoints").resolve("assets");
        Optional<Path> before = Checkpoints.newestComplete(directory);
        await().atMost(PATIENCE)
                .until(() -> !Checkpoints.newestComplete(directory).equals(before));
    }

    private static List<AssetMove> moves(Database database, String asset) {
        return database.inPlatform(connection -> AssetEvents.ofAsset(
                connection, TENANT, asset, Instant.EPOCH, Instant.now().plusSeconds(60), 10));
    }

    private static List<String> unknownTags(Database database) {
        List<UnknownTags.Unknown> unknown = database.inPlatform(connection -> UnknownTags.list(connection, TENANT, 10));
        return unknown.stream().map(UnknownTags.Unknown::epc).toList();
    }

    private static UnknownTags.Unknown unknownTag(Database database) {
        List<UnknownTags.Unknown> unknown = database.inPlatform(connection -> UnknownTags.list(connection, TENANT, 1));
        return unknown.get(0);
    }

    private static Optional<LastSeen> lastSeen(Database database, String tenant) {
        Map<String, LastSeen> seen =
                database.inPlatform(connection -> Whereabouts.ofAssets(connection, tenant, Set.of("pump-1")));
        return Optional.ofNullable(seen.get("pump-1"));
    }

    private static Set<String> heardReaders(Database database) {
        return database.inPlatform(connection ->
                ReaderStatuses.ofReaders(connection, TENANT, Set.of(READER)).keySet());
    }

    private static LastSeen whereabouts(Database database) {
        return database.inPlatform(connection ->
                Whereabouts.ofAssets(connection, TENANT, Set.of("pump-1")).get("pump-1"));
    }

    private static void sendReferenceData(KafkaProducer<String, byte[]> producer) throws Exception {
        sendAsset(producer, TENANT);
        sendReader(producer);
    }

    private static void sendAsset(KafkaProducer<String, byte[]> producer, String tenant) throws Exception {
        Asset pump = new Asset(
                tenant,
                "pump-1",
                1,
                "Infusion pump 417",
                "infusion pump",
                null,
                List.of(new Asset.Key("8004", PUMP_KEY)),
                List.of(),
                Mobility.ASSET_TRACKING,
                true);
        producer.send(new ProducerRecord<>(
                        DerwentTopics.ASSETS,
                        Keys.of(tenant, pump.id()),
                        Codecs.assets().encode(pump)))
                .get();
    }

    private static void sendReader(KafkaProducer<String, byte[]> producer) throws Exception {
        ReaderPlaces reader = Given.reader(1);
        producer.send(new ProducerRecord<>(
                        DerwentTopics.READERS,
                        Keys.of(TENANT, READER),
                        Codecs.readers().encode(reader)))
                .get();
    }

    private static void send(KafkaProducer<String, byte[]> producer, Place place) throws Exception {
        producer.send(new ProducerRecord<>(
                        DerwentTopics.PLACES,
                        Keys.of(place.tenant(), place.id()),
                        Codecs.places().encode(place)))
                .get();
    }

    private static void send(KafkaProducer<String, byte[]> producer, String payload) throws Exception {
        HonoRecord message = new HonoRecord(
                HonoTopics.telemetry(TENANT),
                READER,
                List.of(
                        new DeadLetter.Header(HonoRecord.CONTENT_TYPE, Given.PINGS),
                        new DeadLetter.Header(HonoRecord.CREATION_TIME, Long.toString(System.currentTimeMillis()))),
                payload.getBytes(StandardCharsets.UTF_8));
        producer.send(message.toProducerRecord()).get();
    }

    private RunningJobs start(EmbeddedKafka kafka, Duration checkpointInterval) throws Exception {
        JobsConfig config = new JobsConfig(
                kafka.connection(),
                postgres.as(Roles.JOBS),
                stateDirectory.resolve("checkpoints"),
                InetSocketAddress.createUnresolved("127.0.0.1", 0),
                1,
                checkpointInterval);
        Prerequisites.await(config);
        return RunningJobs.start(config, List.of(AssetsJob.JOB));
    }
}
