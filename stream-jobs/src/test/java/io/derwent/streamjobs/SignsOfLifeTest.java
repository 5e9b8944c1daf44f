package io.derwent.streamjobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.streamjobs.KafkaEnds.Outgoing;
import io.derwent.wire.Beat;
import io.derwent.wire.Codecs;
import io.derwent.wire.DerwentTopics;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sign says what was seen to, not that a thread runs. */
@NullUnmarked // the harness is made before each test
class SignsOfLifeTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private OneInputStreamOperatorTestHarness<String, Outgoing> harness;

    @BeforeEach
    void open() throws Exception {
        harness = new OneInputStreamOperatorTestHarness<>(new SignsOfLife<String>("vitals"));
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private void time(int eventSecond, int wallSecond) throws Exception {
        harness.setProcessingTime(NOON.plusSeconds(wallSecond).toEpochMilli());
        harness.processWatermark(new Watermark(NOON.plusSeconds(eventSecond).toEpochMilli()));
    }

    private List<Instant> signs() {
        return harness.extractOutputValues().stream()
                .map(out -> Codecs.beats().decode(out.value()).at())
                .toList();
    }

    @Test
    void itTellsEventTimeEveryFewSeconds() throws Exception {
        for (int second = 0; second <= 7; second++) {
            time(second, second);
        }

        assertThat(signs()).containsExactly(NOON, NOON.plusSeconds(3), NOON.plusSeconds(6));
        Outgoing first = harness.extractOutputValues().get(0);
        assertThat(first.topic()).isEqualTo(DerwentTopics.HEARTBEATS);
        assertThat(first.key()).isEqualTo(Beat.KEY);
        assertThat(Codecs.beats().decode(first.value()).part()).isEqualTo("vitals");
    }

    @Test
    void aBacklogGivesNoMoreOfThem() throws Exception {
        for (int second = 0; second < 10_000; second++) {
            time(second, 1);
        }

        assertThat(signs()).containsExactly(NOON);
    }

    @Test
    void withoutTimeThereIsNone() throws Exception {
        harness.processElement("an alert", NOON.toEpochMilli());
        harness.setProcessingTime(NOON.plusSeconds(60).toEpochMilli());

        assertThat(signs()).isEmpty();
    }

    @Test
    void theEndOfAStreamIsNoTime() throws Exception {
        harness.processWatermark(Watermark.MAX_WATERMARK);

        assertThat(signs()).isEmpty();
    }
}
