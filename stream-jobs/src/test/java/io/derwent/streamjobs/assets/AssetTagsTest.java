package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.NOON;
import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.STRANGE_EPC;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.asset;
import static io.derwent.streamjobs.assets.Given.pump;
import static io.derwent.streamjobs.assets.Given.sighting;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.Asset;
import io.derwent.model.Mobility;
import io.derwent.streamjobs.CachingOperator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tags are on what: {@link AssetTags}, and {@link IdentifyTags}, which hears of it. */
@NullUnmarked // the harnesses are made before each test
class AssetTagsTest {
    private KeyedOneInputStreamOperatorTestHarness<String, Asset, TagOwner> tags;
    private KeyedTwoInputStreamOperatorTestHarness<String, PlacedRead, TagOwner, Seen> identified;
    private int heard;

    @BeforeEach
    void open() throws Exception {
        tags = tagsHarness();
        tags.open();
        identified = identifiedHarness();
        identified.open();
        everythingKnownIsRead();
        heard = 0;
    }

    @AfterEach
    void close() throws Exception {
        tags.close();
        identified.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Asset, TagOwner> tagsHarness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new AssetTags()), Asset::id, Types.STRING);
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, PlacedRead, TagOwner, Seen> identifiedHarness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CachingOperator<>(new IdentifyTags()), PlacedRead::tag, TagOwner::tag, Types.STRING);
    }

    private void restart() throws Exception {
        OperatorSubtaskState before = tags.snapshot(1, 1);
        tags.close();
        tags = tagsHarness();
        tags.initializeState(before);
        tags.open();
        heard = 0;
        identified.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState owners = identified.snapshot(1, 1);
        identified.close();
        identified = identifiedHarness();
        identified.initializeState(owners);
        identified.open();
        everythingKnownIsRead();
    }

    private void everythingKnownIsRead() throws Exception {
        identified.processBothWatermarks(new Watermark(NOON.toEpochMilli()));
    }

    private void known(Asset asset) throws Exception {
        tags.processElement(asset, 0);
        List<TagOwner> news = tags.extractOutputValues();
        for (TagOwner one : news.subList(heard, news.size())) {
            identified.processElement2(one, 0);
        }
        heard = news.size();
    }

    private Seen read(String epc) throws Exception {
        int before = identified.extractOutputValues().size();
        identified.processElement1(Given.read(Given.TENANT, epc, sighting(WARD, 1, NOON)), 0);
        List<Seen> seen = identified.extractOutputValues();
        assertThat(seen).hasSize(before + 1);
        return seen.get(before);
    }

    private boolean isOurs(String epc) throws Exception {
        int before = identified.extractOutputValues().size();
        identified.processElement1(Given.read(Given.TENANT, epc, sighting(WARD, 1, NOON)), 0);
        return identified.extractOutputValues().size() > before;
    }

    @Test
    void aTagIsOnWhatHasItsKey() throws Exception {
        known(pump(1, true));
        restart();

        Seen seen = read(PUMP_EPC);

        assertThat(seen.asset()).isEqualTo("pump-1");
        assertThat(seen.mobility()).isEqualTo(Mobility.ASSET_TRACKING);
        assertThat(seen.unknownTag()).isNull();
    }

    @Test
    void aTagOnNothingOfOursMayBeAGuests() throws Exception {
        PlacedRead read = Given.read(Given.TENANT, PUMP_EPC, sighting(WARD, 1, NOON));

        identified.processElement1(read, 0);

        assertThat(identified.extractOutputValues()).isEmpty();
        assertThat(identified.getSideOutput(IdentifyTags.NOT_OURS))
                .extracting(StreamRecord::getValue)
                .containsExactly(read);
    }

    @Test
    void bitsThatSayNoKeyMayBeOnAThingToo() throws Exception {
        known(asset("bed-1", 1, true, List.of(), List.of(STRANGE_EPC)));

        assertThat(read(STRANGE_EPC).asset()).isEqualTo("bed-1");
    }

    @Test
    void aTagThatWasTakenOffIsUnknownAgainAlsoAfterARestart() throws Exception {
        known(asset("bed-1", 1, true, List.of(), List.of(STRANGE_EPC)));
        restart();

        known(asset("bed-1", 2, true, List.of(), List.of()));

        assertThat(isOurs(STRANGE_EPC)).isFalse();
        assertThat(identified.numKeyedStateEntries()).isZero();
    }

    @Test
    void aThingNoLongerActiveHasNoTags() throws Exception {
        known(pump(1, true));
        known(pump(2, false));

        assertThat(isOurs(PUMP_EPC)).isFalse();
    }

    @Test
    void anOlderVersionIsIgnored() throws Exception {
        known(pump(2, false));
        known(pump(1, true));

        assertThat(isOurs(PUMP_EPC)).isFalse();
    }

    @Test
    void aTagOnTwoThingsIsOnNeitherUntilOneGivesItUp() throws Exception {
        known(asset("bed-1", 1, true, List.of(), List.of(STRANGE_EPC)));
        known(asset("bed-2", 1, true, List.of(), List.of(STRANGE_EPC)));
        assertThat(read(STRANGE_EPC).unknownTag()).isNotNull();

        known(asset("bed-1", 2, true, List.of(), List.of()));

        assertThat(read(STRANGE_EPC).asset()).isEqualTo("bed-2");
    }
}
