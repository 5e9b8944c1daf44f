package io.derwent.launcher.bench;

import io.derwent.devicesim.api.RegistryApi;
import io.derwent.model.Asset;
import io.derwent.model.Mobility;
import io.derwent.model.ReaderPlaces;
import io.derwent.store.Database;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.Keys;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * {@code derwent bench pipeline --assets}: pings that lie in Kafka, through the assets job into committed rows, beside a job
 * that decodes the same bytes, brings the reads of a tag together, writes whereabouts as often, and asks nothing: not whose the
 * reader or the tag is, not where else the tag was heard, not in which order; and beside one that only reads the messages.
 *
 * <p>What readers do all day: each tells once a second of every tag in its zone, and nearly all of it says what is known.
 * {@value #TAGS_A_READER} tags stand at each reader; each is taken to the next after {@value #STAYS_SECONDS} seconds. Whereabouts
 * are written every thirty seconds of a thing. Their {@code last_seen_at} says how far a job is: a row is behind by fifteen
 * seconds on average, all the way, so that differences are right.
 */
final class PingPipeline {
    static final String CONTENT_TYPE = "application/vnd.derwent.ping+json";

    private static final int TAGS_A_READER = 20;
    private static final int READERS = 100;
    private static final int STAYS_SECONDS = 200;
    private static final String GLN = "5055123000012";

    private final int seconds;
    private final long pings;
    private final Instant begin;

    /** Over at least this many pings. */
    PingPipeline(int pings) {
        seconds = (pings - 1) / (READERS * TAGS_A_READER) + 1;
        this.pings = (long) seconds * READERS * TAGS_A_READER;
        begin = Instant.now().truncatedTo(ChronoUnit.HOURS).minusSeconds(seconds);
    }

    Report run() throws Exception {
        try (Subject subject = Subject.start("--without", "jobs")) {
            new RegistryApi(subject.gateway(), subject.adminToken()).ensureTenant(PipelineBench.TENANT);
            fill(subject.kafka());
            double read = PipelineBench.reading(subject.kafka(), (long) seconds * READERS) * TAGS_A_READER;
            Map<String, String> environment = subject.environment("jobs");
            double assets;
            try (Database database = PipelineBench.jobsDatabase(environment)) {
                assets = PipelineBench.rateOf(
                        "io.derwent.streamjobs.assets.AssetsJob", environment, () -> done(database, ""), pings);
            }
            double passed = passing(subject.kafka(), environment);
            String ours = "pings through the assets job";
            return new Report("pipeline")
                    .compared(ours, assets, "/s", "pass-through job into the same rows", passed, "0.5")
                    .compared(ours, assets, "/s", "pass-through job that forgets them", read, "");
        }
    }

    private double passing(String kafka, Map<String, String> environment) throws Exception {
        try (Database database = PipelineBench.jobsDatabase(environment);
                PassThroughJob job = PassThroughJob.start(
                        kafka,
                        HonoTopics.event(PipelineBench.TENANT),
                        PipelineBench.WRITERS,
                        new PingRowsSink.Schema(),
                        PingRowsSink.Read::epc,
                        new PingRowsSink(environment, PipelineBench.TENANT))) {
            return PipelineBench.rate(() -> Math.min(job.passed(), done(database, PingRowsSink.PREFIX)), pings);
        }
    }

    /** Pings whose time is not after that of the whereabouts, of things whose ids begin so. */
    private long done(Database database, String prefix) {
        return database.inPlatform(connection -> progress(connection, prefix));
    }

    private long progress(Connection connection, String prefix) throws SQLException {
        try (var statement = connection.prepareStatement("""
                select coalesce(sum(extract(epoch from last_seen_at) - ?), 0)
                from derwent.whereabouts where tenant = ? and asset like ? || 'thing-%'
                """)) {
            statement.setLong(1, begin.getEpochSecond());
            statement.setString(2, PipelineBench.TENANT);
            statement.setString(3, prefix);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void fill(String kafka) {
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(KafkaLoad.settings(kafka), new StringSerializer(), new ByteArraySerializer())) {
            for (int reader = 0; reader < READERS; reader++) {
                publish(
                        producer,
                        DerwentTopics.READERS,
                        Keys.of(PipelineBench.TENANT, reader(reader)),
                        Codecs.readers().encode(places(reader)));
            }
            for (int thing = 0; thing < READERS * TAGS_A_READER; thing++) {
                Asset asset = asset(thing);
                publish(
                        producer,
                        DerwentTopics.ASSETS,
                        Keys.of(PipelineBench.TENANT, asset.id()),
                        Codecs.assets().encode(asset));
            }
            for (int second = 0; second < seconds; second++) {
                Instant at = begin.plusSeconds(second);
                for (int reader = 0; reader < READERS; reader++) {
                    PipelineBench.send(
                            producer, reader(reader), CONTENT_TYPE, payload(reader, second, at), at.plusMillis(1));
                }
            }
        }
    }

    private static void publish(KafkaProducer<String, byte[]> producer, String topic, String key, byte[] value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    private static String reader(int number) {
        return "reader-" + number;
    }

    private static ReaderPlaces places(int reader) {
        String place = GLN + ".ZONE" + reader;
        return new ReaderPlaces(
                PipelineBench.TENANT,
                reader(reader),
                1,
                place,
                300,
                List.of(new ReaderPlaces.Antenna(1, place, Instant.EPOCH, null)));
    }

    private static Asset asset(int number) {
        return new Asset(
                PipelineBench.TENANT,
                "thing-" + number,
                1,
                "Thing " + number,
                "infusion pump",
                null,
                List.of(),
                List.of(epc(number)),
                Mobility.ASSET_TRACKING,
                true);
    }

    /** GIAI-96 of company prefix 5055123. */
    private static String epc(int thing) {
        return String.format(Locale.ROOT, "3415348A4C%014X", 1 + thing);
    }

    /** Group by group, things are taken to the next reader; a group at each in turn, so that some move all the time. */
    private static byte[] payload(int reader, int second, Instant at) {
        StringBuilder json = new StringBuilder("[");
        for (int place = 0; place < TAGS_A_READER; place++) {
            int taken = (second + place * STAYS_SECONDS / TAGS_A_READER) / STAYS_SECONDS;
            int home = Math.floorMod(reader - taken, READERS);
            json.append(place == 0 ? "" : ",")
                    .append("{\"reader\":\"")
                    .append(reader(reader))
                    .append("\",\"antenna\":1,\"epc\":\"")
                    .append(epc(home * TAGS_A_READER + place))
                    .append("\",\"rssi\":")
                    .append(-50 - (second + place) % 7)
                    .append(",\"time\":\"")
                    .append(at)
                    .append("\"}");
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }
}
