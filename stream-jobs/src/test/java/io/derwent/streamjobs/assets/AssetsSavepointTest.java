package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.PINGS;
import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.READER;
import static io.derwent.streamjobs.assets.Given.STORE;
import static io.derwent.streamjobs.assets.Given.STRANGE_EPC;
import static io.derwent.streamjobs.assets.Given.TENANT;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.ping;
import static io.derwent.streamjobs.assets.Given.pinged;
import static io.derwent.streamjobs.assets.Given.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.model.Asset;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.Collecting;
import io.derwent.streamjobs.JobOutputs;
import io.derwent.streamjobs.LocalFlink;
import io.derwent.streamjobs.Savepoints;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * State outlives versions: a savepoint of an earlier build, kept under {@code savepoints/}, restores in this one and the job
 * goes on where it was. It holds a pump that arrived, its tag and its reader, a message of a reader nobody knows the place of,
 * and a read of a tag nobody knows.
 *
 * <p>Never overwrite a kept savepoint: add the next one, and keep the old test. To write one:
 * {@code mvn -pl stream-jobs test -Dtest=AssetsSavepointTest -Dderwent.savepoint.to=DIRECTORY}.
 */
@NullUnmarked // JUnit sets the directory
class AssetsSavepointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String UNPLACED = "reader-2";
    private static final String LATER = "5055123000012.ICU";

    /** GIAI-96 of a bed. */
    private static final String BED_EPC = "3415348A4C000000000001A1";

    @TempDir
    private Path directory;

    private final Collecting<StoreWrite> rows = new Collecting<>("rows-" + UUID.randomUUID());

    @AfterEach
    void theClockGoesAgain() {
        Savepoints.clockGoes();
    }

    @Test
    void theKeptSavepointIsRestored() throws Exception {
        theSecondHalfGoesOnFrom(Savepoints.kept("assets-1", directory));
    }

    @Test
    void aSavepointOfThisBuildIsRestored() throws Exception {
        theSecondHalfGoesOnFrom(savepointAfterTheFirstHalf(directory));
    }

    private static String savepointAfterTheFirstHalf(Path directory) throws Exception {
        Collecting<StoreWrite> rows = new Collecting<>("rows-" + UUID.randomUUID());
        JobClient client = start(
                LocalFlink.configuration(directory),
                1,
                FirstHalf::arrival,
                index -> Given.reader(1),
                FirstHalf::asset,
                rows);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(moves(rows)).contains("1 ARRIVED pump-1 " + WARD));
        return Savepoints.take(client, directory);
    }

    private void theSecondHalfGoesOnFrom(String savepoint) throws Exception {
        JobClient client = start(
                Savepoints.restoring(savepoint, directory),
                2,
                SecondHalf::arrival,
                SecondHalf::reader,
                SecondHalf::asset,
                rows);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(moves(rows))
                        .contains(
                                "2 MOVED pump-1 " + STORE, "1 ARRIVED bed-1 " + LATER, "1 ARRIVED strange-1 " + WARD));
        LocalFlink.stop(client);
        assertThat(moves(rows)).doesNotContain("1 ARRIVED pump-1 " + WARD);
    }

    private static JobClient start(
            Configuration configuration,
            int half,
            GeneratorFunction<Long, Arrival> arrivals,
            GeneratorFunction<Long, ReaderPlaces> readers,
            GeneratorFunction<Long, Asset> assets,
            Collecting<StoreWrite> rows)
            throws Exception {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(configuration);
        JobOutputs<StoreWrite> out = AssetsJob.define(
                new AssetsJob.Inputs(
                        Savepoints.stream(environment, "arrivals-" + half, Arrival.class, arrivals),
                        Savepoints.stream(environment, "readers-" + half, ReaderPlaces.class, readers),
                        Savepoints.stream(environment, "assets-" + half, Asset.class, assets),
                        Savepoints.stream(environment, "places", Place.class, index -> Given.sharedPlace(1)),
                        Savepoints.stream(environment, "ticks", Long.class, index -> index)),
                Given.CLOCK);
        out.rows().sinkTo(rows).uid("rows");
        return environment.executeAsync();
    }

    private static List<String> moves(Collecting<StoreWrite> rows) {
        return rows.soFar().stream()
                .map(StoreWrite::move)
                .filter(move -> move != null)
                .map(move -> "%d %s %s %s".formatted(move.seq(), move.kind(), move.asset(), move.place()))
                .toList();
    }

    /** What the savepoint has seen; the last element repeats, which changes nothing. */
    private static final class FirstHalf {
        static Arrival arrival(long index) {
            return switch ((int) Math.min(index, 2)) {
                case 0 -> Given.arrival(UNPLACED, PINGS, ping(UNPLACED, 1, BED_EPC), second(0));
                case 1 -> pinged(ping(READER, 1, STRANGE_EPC), second(1));
                default -> pinged(ping(READER, 1, PUMP_EPC), second(2));
            };
        }

        static Asset asset(long index) {
            return Given.pump(1, true);
        }
    }

    private static final class SecondHalf {
        static Arrival arrival(long index) {
            return pinged(ping(READER, 2, PUMP_EPC), second(60 + index));
        }

        static ReaderPlaces reader(long index) {
            return new ReaderPlaces(
                    TENANT, UNPLACED, 1, LATER, 300, List.of(new ReaderPlaces.Antenna(1, LATER, Instant.EPOCH, null)));
        }

        static Asset asset(long index) {
            String epc = index % 2 == 0 ? BED_EPC : STRANGE_EPC;
            return Given.asset(index % 2 == 0 ? "bed-1" : "strange-1", 1, true, List.of(), List.of(epc));
        }
    }
}
