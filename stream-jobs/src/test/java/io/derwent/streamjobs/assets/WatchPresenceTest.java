package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.NOON;
import static io.derwent.streamjobs.assets.Given.READER;
import static io.derwent.streamjobs.assets.Given.STORE;
import static io.derwent.streamjobs.assets.Given.STRANGE_EPC;
import static io.derwent.streamjobs.assets.Given.TENANT;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.second;
import static io.derwent.streamjobs.assets.Given.sighting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.AssetMove;
import io.derwent.model.LastSeen;
import io.derwent.model.Mobility;
import io.derwent.model.ReaderStatus;
import io.derwent.presence.Sighting;
import io.derwent.streamjobs.CachingBroadcastOperator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked // the harness is made before each test
class WatchPresenceTest {
    private static final int STEP = 10;

    private KeyedTwoInputStreamOperatorTestHarness<String, Seen, ReaderStatus, StoreWrite> harness;
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

    private static KeyedTwoInputStreamOperatorTestHarness<String, Seen, ReaderStatus, StoreWrite> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                CachingBroadcastOperator.of(new WatchPresence(), WatchPresence.READERS),
                Seen::asset,
                null,
                Types.STRING,
                1,
                1,
                0);
    }

    private void restart() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    private void seen(String place, int antenna, Instant at) throws Exception {
        harness.processElement1(
                new Seen(TENANT, "pump-1", Mobility.ASSET_TRACKING, null, sighting(place, antenna, at)),
                at.toEpochMilli());
    }

    @Test
    void aGuestDepartsByTheWordOfItsHostsReader() throws Exception {
        String ward = WARD + "@" + TENANT;
        Sighting here = new Sighting(ward, READER + "@" + TENANT, 1, -5500, NOON);
        harness.processElement1(new Seen("north", "pump-9", Mobility.ASSET_TRACKING, null, here), NOON.toEpochMilli());

        untilWhileHeard(NOON.plus(Duration.ofHours(1)));

        assertThat(harness.extractOutputValues())
                .extracting(StoreWrite::move)
                .filteredOn(Objects::nonNull)
                .extracting(AssetMove::tenant, AssetMove::kind, AssetMove::place, AssetMove::fromPlace)
                .containsExactly(
                        tuple("north", AssetMove.Kind.ARRIVED, ward, null),
                        tuple("north", AssetMove.Kind.DEPARTED, null, ward));
    }

    private void heard(Instant lastHeardAt, @Nullable Instant silentSince) throws Exception {
        harness.processElement2(
                new ReaderStatus(TENANT, READER, true, NOON, lastHeardAt, silentSince), lastHeardAt.toEpochMilli());
    }

    /** Ticks and the reader's status every ten seconds. */
    private void untilWhileHeard(Instant end) throws Exception {
        while (now.isBefore(end)) {
            now = now.plusSeconds(STEP);
            heard(now, null);
            harness.processBothWatermarks(new Watermark(now.toEpochMilli()));
        }
    }

    private void until(Instant end) throws Exception {
        now = end;
        harness.processBothWatermarks(new Watermark(end.toEpochMilli()));
    }

    private List<String> moves() {
        return harness.extractOutputValues().stream()
                .map(StoreWrite::move)
                .filter(Objects::nonNull)
                .map(move ->
                        "%d %s %s %s %s".formatted(move.seq(), move.at(), move.kind(), move.fromPlace(), move.place()))
                .toList();
    }

    private List<Instant> writtenSeen() {
        return harness.extractOutputValues().stream()
                .map(StoreWrite::lastSeen)
                .filter(Objects::nonNull)
                .map(LastSeen::lastSeenAt)
                .toList();
    }

    @Test
    void aThingArrivesMovesAndDepartsAlthoughNothingIsReadOfIt() throws Exception {
        heard(NOON, null);
        seen(WARD, 1, NOON);
        seen(STORE, 2, second(60));
        seen(STORE, 2, second(70));
        restart();

        untilWhileHeard(second(900));

        assertThat(moves())
                .as("what the restarted half tells")
                .containsExactly("3 %s DEPARTED %s null".formatted(second(670), STORE));
    }

    @Test
    void movesAreToldAtOnceWithTheWhereabouts() throws Exception {
        seen(WARD, 1, NOON);
        seen(STORE, 2, second(60));

        assertThat(moves()).element(0).isEqualTo("1 %s ARRIVED null %s".formatted(NOON, WARD));
        assertThat(moves()).hasSize(2).last().asString().contains("MOVED " + WARD + " " + STORE);
        assertThat(writtenSeen()).containsExactly(NOON, second(60));
    }

    @Test
    void whileItsReaderIsSilentNothingDeparts() throws Exception {
        heard(NOON, null);
        seen(WARD, 1, NOON);
        heard(NOON, NOON);

        until(second(7_200));

        assertThat(moves()).containsExactly("1 %s ARRIVED null %s".formatted(NOON, WARD));
    }

    @Test
    void whileNothingIsKnownOfItsReaderNothingDeparts() throws Exception {
        seen(WARD, 1, NOON);

        until(second(7_200));

        assertThat(moves()).hasSize(1);
    }

    @Test
    void theSameReadsTwiceAreTheSameMoves() throws Exception {
        seen(WARD, 1, NOON);
        String id = id(0);
        close();
        open();

        seen(WARD, 1, NOON);
        seen(WARD, 1, NOON);

        assertThat(moves()).hasSize(1);
        assertThat(id(0)).isEqualTo(id);
        assertThat(writtenSeen()).hasSize(1);
    }

    private String id(int index) {
        return harness.extractOutputValues().stream()
                .map(StoreWrite::move)
                .filter(Objects::nonNull)
                .map(AssetMove::id)
                .toList()
                .get(index);
    }

    @Test
    void whereaboutsAreWrittenNowAndThenAndALastTime() throws Exception {
        for (int i = 0; i <= 70; i += STEP) {
            seen(WARD, 1, second(i));
        }
        assertThat(writtenSeen()).containsExactly(NOON, second(30), second(60));

        until(second(120));

        assertThat(writtenSeen()).containsExactly(NOON, second(30), second(60), second(70));
    }

    @Test
    void aThingNeedsOneTimer() throws Exception {
        for (int i = 0; i <= 300; i++) {
            seen(WARD, 1, second(i));
        }

        assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    }

    @Test
    void whatIsUnseenForTwoWeeksIsForgotten() throws Exception {
        heard(NOON, null);
        seen(WARD, 1, NOON);
        untilWhileHeard(second(900));
        assertThat(moves()).hasSize(2);

        until(NOON.plus(Duration.ofDays(14)));

        assertThat(harness.numKeyedStateEntries()).isZero();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void anUnknownTagIsToldWithItsPlace() throws Exception {
        harness.processElement1(
                new Seen(
                        TENANT,
                        STRANGE_EPC,
                        Mobility.ASSET_TRACKING,
                        new Seen.Tag(STRANGE_EPC, null),
                        sighting(WARD, 1, NOON)),
                0);

        assertThat(harness.extractOutputValues())
                .extracting(StoreWrite::unknownTag)
                .contains(new StoreWrite.UnknownTag(TENANT, STRANGE_EPC, null, NOON, READER, 1, WARD));
    }
}
