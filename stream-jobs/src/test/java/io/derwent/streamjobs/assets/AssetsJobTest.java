package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.READER;
import static io.derwent.streamjobs.assets.Given.STORE;
import static io.derwent.streamjobs.assets.Given.STRANGE_EPC;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.ping;
import static io.derwent.streamjobs.assets.Given.pinged;
import static io.derwent.streamjobs.assets.Given.pump;
import static io.derwent.streamjobs.assets.Given.reader;
import static io.derwent.streamjobs.assets.Given.second;
import static io.derwent.streamjobs.assets.Given.sharedPlace;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.derwent.model.AlertEvent;
import io.derwent.model.Asset;
import io.derwent.model.DeadLetter;
import io.derwent.model.Place;
import io.derwent.model.ReaderPlaces;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.Collecting;
import io.derwent.streamjobs.EventTime;
import io.derwent.streamjobs.JobOutputs;
import io.derwent.streamjobs.LocalFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job as a whole, on RocksDB and two subtasks, in virtual time: five seconds a message, a hundred messages a second. */
@NullUnmarked // JUnit sets the directory
class AssetsJobTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int STEP = 5;

    /** The pump is in the ward, then in the store, then gone; later the reader falls silent. */
    private static final int IN_STORE = 150;

    private static final int GONE = 300;
    private static final int SILENT = 520;

    @TempDir
    private Path directory;

    private final Collecting<AlertEvent> alerts = new Collecting<>("alerts-" + UUID.randomUUID());
    private final Collecting<DeadLetter> letters = new Collecting<>("letters-" + UUID.randomUUID());
    private final Collecting<StoreWrite> rows = new Collecting<>("rows-" + UUID.randomUUID());

    /** Steps of five seconds; what is read in each. */
    private static Arrival arrival(long step) {
        String pump = ping(step < IN_STORE ? 1 : 2, PUMP_EPC);
        if (step >= SILENT) {
            return Given.arrival("another-device", "text/plain", "hello", at(step));
        }
        if (step == 50) {
            return pinged(ping("5055123000012.ICU", 1, PUMP_EPC), at(step));
        }
        if (step == 51) {
            return pinged("not JSON", at(step));
        }
        return pinged(step < GONE ? "[%s,%s]".formatted(pump, ping(1, STRANGE_EPC)) : "[]", at(step));
    }

    private static Instant at(long step) {
        return second(step * STEP);
    }

    private static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment,
            String name,
            Class<T> type,
            WatermarkStrategy<T> time,
            GeneratorFunction<Long, T> elements) {
        return environment
                .fromSource(
                        new DataGeneratorSource<>(
                                elements, Long.MAX_VALUE, RateLimiterStrategy.perSecond(100), TypeInformation.of(type)),
                        time,
                        name)
                .uid("test-" + name)
                .setParallelism(1);
    }

    @Test
    void aPumpArrivesMovesAndDepartsAndASilentReaderIsOneAlert() throws Exception {
        Configuration configuration = LocalFlink.configuration(directory);
        // Time must not jump: a job that was deaf believes in no silence.
        configuration.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, Duration.ofMillis(10));
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(configuration);
        JobOutputs<StoreWrite> out = AssetsJob.define(
                new AssetsJob.Inputs(
                        stream(
                                environment,
                                "arrivals",
                                Arrival.class,
                                EventTime.byReceivedAt(),
                                AssetsJobTest::arrival),
                        stream(
                                environment,
                                "readers",
                                ReaderPlaces.class,
                                EventTime.standingStill(),
                                index -> reader(1)),
                        stream(environment, "assets", Asset.class, EventTime.standingStill(), index -> pump(1, true)),
                        stream(environment, "places", Place.class, EventTime.standingStill(), index -> sharedPlace(1)),
                        stream(
                                environment,
                                "ticks",
                                Long.class,
                                EventTime.byTick(),
                                index -> at(index).toEpochMilli())),
                Given.CLOCK);
        out.alerts().sinkTo(alerts).uid("alerts");
        out.deadLetters().sinkTo(letters).uid("letters");
        out.rows().sinkTo(rows).uid("rows");

        JobClient client = environment.executeAsync();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts.soFar())
                        .extracting(AlertEvent::kind)
                        .containsExactly(AlertEvent.Kind.RAISED));
        LocalFlink.stop(client);

        assertThat(moves("pump-1")).containsExactly("ARRIVED " + WARD, "MOVED " + STORE, "DEPARTED null");
        assertThat(moves(STRANGE_EPC)).containsExactly("ARRIVED " + WARD, "DEPARTED null");
        assertThat(rows.soFar())
                .extracting(StoreWrite::unknownTag)
                .filteredOn(Objects::nonNull)
                .extracting(StoreWrite.UnknownTag::epc)
                .contains(STRANGE_EPC);
        assertThat(rows.soFar())
                .extracting(StoreWrite::reader)
                .filteredOn(Objects::nonNull)
                .last()
                .satisfies(status -> assertThat(status.silentSince()).isNotNull());
        assertThat(alerts.soFar()).extracting(event -> event.subject().id()).containsOnly(READER);
        assertThat(letters.soFar()).extracting(DeadLetter::refusedAt).containsExactlyInAnyOrder(at(50), at(51));
    }

    private List<String> moves(String asset) {
        return rows.soFar().stream()
                .map(StoreWrite::move)
                .filter(move -> move != null && move.asset().equals(asset))
                .map(move -> move.kind() + " " + move.place())
                .toList();
    }
}
