package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.CLOCK;
import static io.derwent.streamjobs.assets.Given.NOON;
import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.READER;
import static io.derwent.streamjobs.assets.Given.STORE;
import static io.derwent.streamjobs.assets.Given.STRANGE_EPC;
import static io.derwent.streamjobs.assets.Given.TENANT;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.ping;
import static io.derwent.streamjobs.assets.Given.pinged;
import static io.derwent.streamjobs.assets.Given.reader;
import static io.derwent.streamjobs.assets.Given.second;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.AlertEvent;
import io.derwent.model.ReaderPlaces;
import io.derwent.model.ReaderPlaces.Antenna;
import io.derwent.model.ReaderStatus;
import io.derwent.streamjobs.Arrival;
import io.derwent.streamjobs.CachingOperator;
import io.derwent.wire.DecodedPing;
import io.derwent.wire.PayloadDecoder;
import io.derwent.wire.PayloadDecoders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked // the harness is made before each test
class PlaceReadsTest {
    private static final PayloadDecoder<DecodedPing> DECODER =
            PayloadDecoders.standard().ofPings(Given.PINGS).orElseThrow();

    private KeyedTwoInputStreamOperatorTestHarness<String, ReaderMessage, ReaderPlaces, PlacedRead> harness;
    private Instant now;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        now = NOON;
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, ReaderMessage, ReaderPlaces, PlacedRead> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CachingOperator<>(new PlaceReads(CLOCK)),
                ReaderMessage::device,
                ReaderPlaces::device,
                Types.STRING);
    }

    private void restart() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    private void arrives(Arrival arrival) throws Exception {
        harness.processElement1(
                new ReaderMessage(
                        TENANT, arrival, DECODER.decode(arrival.message().payload())),
                arrival.receivedAt().toEpochMilli());
    }

    private void known(ReaderPlaces places) throws Exception {
        harness.processElement2(places, 0);
    }

    /** A tick a second. */
    private void until(Instant end) throws Exception {
        while (now.isBefore(end)) {
            now = now.plusSeconds(1);
            jumpTo(now);
        }
    }

    private void jumpTo(Instant time) throws Exception {
        now = time;
        harness.processBothWatermarks(new Watermark(time.toEpochMilli()));
    }

    /** {@code (8004)… 5055123000012.WARD204 1 12:00:00} */
    private List<String> placed() {
        return harness.extractOutputValues().stream()
                .map(read -> "%s %s %d %s"
                        .formatted(
                                read.tag(),
                                read.sighting().place(),
                                read.sighting().antenna(),
                                read.sighting().effectiveTime()))
                .toList();
    }

    private <T> List<T> side(OutputTag<T> tag) {
        var side = harness.getSideOutput(tag);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    private List<String> alerts() {
        return side(PlaceReads.ALERTS).stream()
                .map(event -> "%s %s %s %s"
                        .formatted(
                                event.at(),
                                event.kind(),
                                event.rule(),
                                event.subject().id()))
                .toList();
    }

    @Test
    void aReadIsOfThePlaceItsAntennaWatched() throws Exception {
        known(reader(1));

        arrives(pinged("[%s,%s]".formatted(ping(1, PUMP_EPC), ping(2, STRANGE_EPC)), NOON));

        assertThat(placed())
                .containsExactly(
                        "(8004)5055123HD00417 %s 1 %s".formatted(WARD, NOON),
                        "%s %s 2 %s".formatted(STRANGE_EPC, STORE, NOON));
    }

    @Test
    void aReadOfAnUnknownReaderWaits() throws Exception {
        arrives(pinged(ping(1, PUMP_EPC), NOON));
        assertThat(placed()).isEmpty();
        restart();

        known(reader(1));

        assertThat(placed()).containsExactly("(8004)5055123HD00417 %s 1 %s".formatted(WARD, NOON));
    }

    @Test
    void aReadOfAnUnknownAntennaWaitsWhileTheOthersGoOn() throws Exception {
        known(reader(1, new Antenna(1, WARD, Instant.EPOCH, null)));
        arrives(pinged("[%s,%s]".formatted(ping(1, PUMP_EPC), ping(2, STRANGE_EPC)), NOON));
        assertThat(placed()).containsExactly("(8004)5055123HD00417 %s 1 %s".formatted(WARD, NOON));

        known(reader(2));

        assertThat(placed()).hasSize(2).endsWith("%s %s 2 %s".formatted(STRANGE_EPC, STORE, NOON));
    }

    @Test
    void onlySoManyWait() throws Exception {
        for (int i = 0; i < PlaceReads.MOST_WAITING + 5; i++) {
            arrives(pinged(ping(1, PUMP_EPC), second(i)));
        }

        known(reader(1));

        assertThat(placed())
                .hasSize(PlaceReads.MOST_WAITING)
                .first()
                .asString()
                .endsWith(second(5).toString());
    }

    @Test
    void anOlderHistoryIsIgnored() throws Exception {
        known(reader(2));
        known(reader(1, new Antenna(1, STORE, Instant.EPOCH, null)));

        arrives(pinged(ping(1, PUMP_EPC), NOON));

        assertThat(placed()).containsExactly("(8004)5055123HD00417 %s 1 %s".formatted(WARD, NOON));
    }

    @Test
    void aReaderMayNameItselfOrAPlaceOfItsOwn() throws Exception {
        known(reader(1));

        arrives(pinged(ping(WARD, 1, PUMP_EPC), NOON));
        arrives(pinged(ping(STORE, 2, PUMP_EPC), second(1)));

        assertThat(placed()).hasSize(2);
        assertThat(side(PlaceReads.DEAD_LETTERS)).isEmpty();
    }

    @Test
    void aReaderThatNamesAPlaceNotItsOwnIsRefusedAsAWhole() throws Exception {
        known(reader(1));

        arrives(pinged("[%s,%s]".formatted(ping(1, PUMP_EPC), ping("5055123000012.ICU", 1, PUMP_EPC)), NOON));

        assertThat(placed()).isEmpty();
        assertThat(side(PlaceReads.DEAD_LETTERS)).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).contains("element 1", "5055123000012.ICU", READER);
            assertThat(letter.refusedBy()).isEqualTo("assets");
        });
    }

    @Test
    void aReaderWithoutClockBehindAHubReadAtTheTimeTheHubTookIt() throws Exception {
        known(reader(1));
        Instant taken = NOON.minus(Duration.ofHours(9));

        arrives(Given.throughHub(ping(1, PUMP_EPC), taken, NOON));

        assertThat(placed()).containsExactly("(8004)5055123HD00417 %s 1 %s".formatted(WARD, taken));
    }

    @Test
    void aSilenceIsOneAlertAlthoughNothingArrives() throws Exception {
        known(reader(1));
        arrives(pinged("[]", NOON));

        until(second(299));
        assertThat(alerts()).isEmpty();
        restart();
        until(second(1_000));
        arrives(pinged("[]", second(1_000)));

        assertThat(alerts())
                .containsExactly(second(300) + " RAISED RD-01 reader-1", second(1_000) + " CLEARED RD-01 reader-1");
        assertThat(side(PlaceReads.ALERTS))
                .extracting(AlertEvent::alert)
                .containsOnly(side(PlaceReads.ALERTS).get(0).alert());
    }

    @Test
    void whoeverWatchesThingsHearsOfItAtOnce() throws Exception {
        known(reader(1));
        for (int i = 0; i <= 12; i++) {
            arrives(pinged("[]", second(i)));
        }
        until(second(400));

        assertThat(side(PlaceReads.STATUSES))
                .extracting(ReaderStatus::lastHeardAt, ReaderStatus::silentSince)
                .containsExactly(tuple(NOON, null), tuple(second(10), null), tuple(second(12), second(12)));
    }

    @Test
    void aReaderThatIsHeardOfNeedsOneTimer() throws Exception {
        known(reader(1));
        for (int i = 0; i <= 100; i++) {
            arrives(pinged("[]", second(i)));
        }

        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void whenWeWereDeafSilenceCountsFromThen() throws Exception {
        known(reader(1));
        arrives(pinged("[]", NOON));

        jumpTo(second(3_600));
        assertThat(alerts()).isEmpty();
        until(second(3_900));

        assertThat(alerts()).containsExactly(second(3_900) + " RAISED RD-01 reader-1");
    }

    @Test
    void aJobThatIsDrainedTellsNoSilence() throws Exception {
        known(reader(1));
        arrives(pinged("[]", NOON));

        harness.processBothWatermarks(Watermark.MAX_WATERMARK);

        assertThat(alerts()).isEmpty();
    }

    @Test
    void aNewLimitOfSilenceCountsFromTheLastSign() throws Exception {
        known(reader(1));
        arrives(pinged("[]", NOON));

        known(new ReaderPlaces(TENANT, READER, 2, WARD, 60, List.of()));
        until(second(100));

        assertThat(alerts()).containsExactly(second(60) + " RAISED RD-01 reader-1");
    }
}
