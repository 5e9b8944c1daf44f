package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Pause;
import io.derwent.wire.Beat;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No gateway, nothing comes in; on virtual time. */
@NullUnmarked // the harness is made before each test
class WatchReceptionTest {
    private KeyedOneInputStreamOperatorTestHarness<String, Beat, Pause> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Beat, Pause> harness() throws Exception {
        return new KeyedOneInputStreamOperatorTestHarness<>(
                new KeyedProcessOperator<>(new WatchReception()), beat -> Beat.KEY, Types.STRING);
    }

    private static Instant second(int seconds) {
        return NOON.plusSeconds(seconds);
    }

    private void sign(String part, int second) throws Exception {
        harness.processElement(
                new Beat(part, "one", second(second)), second(second).toEpochMilli());
    }

    private void sign(Instant at) throws Exception {
        harness.processElement(new Beat(Beat.GATEWAY, "one", at), at.toEpochMilli());
    }

    private void timePasses(int from, int to) throws Exception {
        for (int second = from; second <= to; second++) {
            harness.processWatermark(second(second).toEpochMilli());
        }
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    @Test
    void aGatewayThatIsAwayIsAPauseWhileItIsAway() throws Exception {
        sign(Beat.GATEWAY, 0);

        timePasses(0, 119);
        assertThat(harness.extractOutputValues()).isEmpty();
        timePasses(120, 600);
        assertThat(harness.extractOutputValues())
                .containsExactly(new Pause(second(120), second(120).plus(Duration.ofDays(1))));
        sign(Beat.GATEWAY, 600);

        assertThat(harness.extractOutputValues()).endsWith(new Pause(second(120), second(600)));
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // it would wait for the same moment for ever
    void aSignIsAsFineAsClocksAre() throws Exception {
        Instant sign = NOON.plusNanos(123_456_789);
        sign(sign);

        timePasses(0, 300);

        Instant silent = sign.plus(Duration.ofMinutes(2));
        Instant found = NOON.plusSeconds(120).plusMillis(124);
        assertThat(harness.extractOutputValues()).containsExactly(new Pause(silent, found.plus(Duration.ofDays(1))));
    }

    @Test
    void itIsSoAfterARestart() throws Exception {
        sign(Beat.GATEWAY, 0);
        timePasses(0, 60);
        restart();

        timePasses(61, 120);
        restart();
        sign(Beat.GATEWAY, 600);

        assertThat(harness.extractOutputValues()).containsExactly(new Pause(second(120), second(600)));
    }

    @Test
    void signsOfOtherPartsAndNoneAtAllSayNothing() throws Exception {
        sign(Beat.VITALS, 0);

        timePasses(0, 600);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Test
    void afterALeapOfTheJobTheSignsOfThatTimeHaveTimeToBeRead() throws Exception {
        sign(Beat.GATEWAY, 0);
        timePasses(3_600, 3_600);
        for (int second = 5; second <= 3_600; second += 5) {
            sign(Beat.GATEWAY, second);
        }
        timePasses(3_601, 3_700);

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void afterALeapAGatewayThatStaysAwayIsFoundOutTwoMinutesLater() throws Exception {
        sign(Beat.GATEWAY, 0);

        timePasses(3_600, 3_720);

        assertThat(harness.extractOutputValues())
                .containsExactly(new Pause(second(120), second(3_720).plus(Duration.ofDays(1))));
    }
}
