package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.NOON;
import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.TENANT;
import static io.derwent.streamjobs.assets.Given.WARD;
import static io.derwent.streamjobs.assets.Given.second;
import static io.derwent.streamjobs.assets.Given.sighting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.derwent.model.Mobility;
import io.derwent.streamjobs.CachingOperator;
import java.time.Instant;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@NullUnmarked // the harness is made before each test
class IdentifyTagsTest {
    private static final String TAG = PlacedRead.tagOf(PUMP_EPC);

    private KeyedTwoInputStreamOperatorTestHarness<String, PlacedRead, TagOwner, Seen> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, PlacedRead, TagOwner, Seen> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CachingOperator<>(new IdentifyTags()), PlacedRead::tag, TagOwner::tag, Types.STRING);
    }

    private void restart() throws Exception {
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    private void read(Instant at) throws Exception {
        harness.processElement1(
                new StreamRecord<>(new PlacedRead(TENANT, PUMP_EPC, TAG, sighting(WARD, 1, at)), at.toEpochMilli()));
    }

    private void owned(String asset) throws Exception {
        harness.processElement2(new StreamRecord<>(new TagOwner(TENANT, TAG, asset, Mobility.ASSET_TRACKING, true), 0));
    }

    private void timeBegins() throws Exception {
        harness.processBothWatermarks(new Watermark(NOON.toEpochMilli()));
    }

    private List<Seen> seen() {
        return harness.extractOutputValues();
    }

    private List<Instant> notOurs() {
        return harness.getSideOutput(IdentifyTags.NOT_OURS).stream()
                .map(read -> read.getValue().sighting().effectiveTime())
                .toList();
    }

    @Nested
    class GivenThingsAreStillBeingRead {
        @Test
        void readsOfAnUnknownTagWaitForItsThing() throws Exception {
            read(second(1));
            read(second(2));
            assertThat(seen()).isEmpty();

            owned("pump-1");

            assertThat(seen())
                    .extracting(Seen::asset, one -> one.sighting().effectiveTime())
                    .containsExactly(tuple("pump-1", second(1)), tuple("pump-1", second(2)));
            timeBegins();
            assertThat(seen()).hasSize(2);
        }

        @Test
        void readsOfAKnownTagDoNotWait() throws Exception {
            owned("pump-1");

            read(second(1));

            assertThat(seen()).extracting(Seen::asset).containsExactly("pump-1");
        }

        @Test
        void whenAllAreReadWhatNobodyHereKnowsMayBeAGuests() throws Exception {
            read(second(1));
            read(second(2));

            timeBegins();

            assertThat(seen()).isEmpty();
            assertThat(notOurs()).containsExactly(second(1), second(2));
        }

        @Test
        void whatWaitsIsBounded() throws Exception {
            for (int i = 0; i < IdentifyTags.MOST_WAITING + 5; i++) {
                read(second(i));
            }

            owned("pump-1");

            assertThat(seen()).hasSize(IdentifyTags.MOST_WAITING);
            assertThat(seen().get(0).sighting().effectiveTime()).isEqualTo(second(5));
        }

        @Test
        void whatWaitsOutlivesARestart() throws Exception {
            read(second(1));

            restart();
            timeBegins();

            assertThat(notOurs()).containsExactly(second(1));
        }
    }

    @Nested
    class GivenAllThingsAreRead {
        @BeforeEach
        void begin() throws Exception {
            timeBegins();
        }

        @Test
        void anUnknownTagIsToldAtOnce() throws Exception {
            read(second(1));

            assertThat(notOurs()).containsExactly(second(1));
        }

        @Test
        void aTagOnTwoThingsIsOnNone() throws Exception {
            owned("pump-1");
            owned("pump-2");

            read(second(1));

            assertThat(seen()).extracting(Seen::asset).containsExactly(TAG);
        }

        @Test
        void afterARestartItIsAsAtTheStart() throws Exception {
            owned("pump-1");
            restart();

            read(second(1));

            assertThat(seen()).extracting(Seen::asset).containsExactly("pump-1");
        }
    }
}
