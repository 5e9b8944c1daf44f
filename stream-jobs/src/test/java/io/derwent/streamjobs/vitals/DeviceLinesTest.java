package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.DEVICE;
import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.TENANT;
import static io.derwent.streamjobs.vitals.Given.history;
import static io.derwent.streamjobs.vitals.Given.measured;
import static io.derwent.streamjobs.vitals.Given.minute;
import static io.derwent.streamjobs.vitals.Given.reading;
import static io.derwent.streamjobs.vitals.Given.since;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.AssignmentHistory;
import io.derwent.streamjobs.CachingOperator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By which line a device's readings come: told when it changes. */
@NullUnmarked // the harness is made before each test
class DeviceLinesTest {
    private KeyedTwoInputStreamOperatorTestHarness<String, Measured, AssignmentHistory, Attributed> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
        harness.processElement2(history(1, since("p1", NOON)), NOON.toEpochMilli());
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, Measured, AssignmentHistory, Attributed> harness()
            throws Exception {
        return new KeyedTwoInputStreamOperatorTestHarness<>(
                new CachingOperator<>(new AttributeReadings()),
                measured -> measured.reading().device(),
                AssignmentHistory::device,
                Types.STRING);
    }

    private void comes(int minute, @Nullable String via) throws Exception {
        Measured direct = measured(reading("r" + minute, minute(minute), minute(minute), "97"));
        harness.processElement1(
                new Measured(
                        direct.reading(),
                        direct.contentKey(),
                        direct.timeInId(),
                        direct.topic(),
                        direct.contentType(),
                        direct.payload(),
                        direct.decodedAt(),
                        via,
                        direct.leftDeviceAt()),
                minute(minute).toEpochMilli());
    }

    private List<LineEvent> told() {
        var side = harness.getSideOutput(AttributeReadings.LINES);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    @Test
    void theFirstReadingTellsAndLaterOnesDoNot() throws Exception {
        comes(1, "hub-1");
        harness.prepareSnapshotPreBarrier(1);
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        assertThat(told()).containsExactly(LineEvent.used(TENANT, "hub-1", minute(1), DEVICE, "p1"));
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();

        comes(2, "hub-1");

        assertThat(told()).isEmpty();
    }

    @Test
    void aDeviceThatConnectsItselfIsItsOwnLine() throws Exception {
        comes(1, null);

        assertThat(told()).containsExactly(LineEvent.used(TENANT, DEVICE, minute(1), DEVICE, "p1"));
    }

    @Test
    void anotherHubTakesOver() throws Exception {
        comes(1, "hub-1");
        comes(2, "hub-2");

        assertThat(told())
                .containsExactly(
                        LineEvent.used(TENANT, "hub-1", minute(1), DEVICE, "p1"),
                        LineEvent.left(TENANT, "hub-1", minute(2), DEVICE),
                        LineEvent.used(TENANT, "hub-2", minute(2), DEVICE, "p1"));
    }

    @Test
    void anotherPatientComesByTheSameLine() throws Exception {
        comes(1, "hub-1");
        harness.processElement2(history(2, Given.between("p1", NOON, minute(5)), since("p2", minute(5))), 0);
        comes(6, "hub-1");

        assertThat(told())
                .endsWith(LineEvent.used(TENANT, "hub-1", minute(6), DEVICE, "p2"))
                .hasSize(2);
    }
}
