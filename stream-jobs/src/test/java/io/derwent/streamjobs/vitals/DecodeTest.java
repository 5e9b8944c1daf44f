package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.CLOCK;
import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.arrival;
import static io.derwent.streamjobs.vitals.Given.spo2;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.DeadLetter;
import io.derwent.model.Mark;
import io.derwent.model.Reading;
import io.derwent.streamjobs.Arrival;
import io.derwent.wire.HonoRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullUnmarked // the harness is made before each test
class DecodeTest {
    private OneInputStreamOperatorTestHarness<Arrival, Measured> harness;

    @BeforeEach
    void open() throws Exception {
        harness = ProcessFunctionTestHarnesses.forProcessFunction(new Decode(CLOCK));
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private Reading decoded(String payload) throws Exception {
        harness.processElement(arrival(payload, NOON), NOON.toEpochMilli());
        List<Measured> out = harness.extractOutputValues();
        return out.get(out.size() - 1).reading();
    }

    private List<DeadLetter> letters() {
        var side = harness.getSideOutput(Decode.DEAD_LETTERS);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    @Test
    void aReadingCarriesBothTimes() throws Exception {
        Reading reading = decoded(spo2(NOON.minusSeconds(30), "97.5"));

        assertThat(reading.effectiveTime()).isEqualTo(NOON.minusSeconds(30));
        assertThat(reading.receivedAt()).isEqualTo(NOON);
        assertThat(reading.tenant()).isEqualTo("derby");
        assertThat(reading.patient()).isNull();
        assertThat(reading.marks()).isEmpty();
    }

    @Test
    void aDeviceWithoutClockGetsTheTimeOfArrivalAndAMark() throws Exception {
        Reading reading = decoded("{\"kind\":\"spo2\",\"percent\":97}");

        assertThat(reading.effectiveTime()).isEqualTo(NOON);
        assertThat(reading.marks()).containsExactly(Mark.NO_DEVICE_TIME);
    }

    @Test
    void aDeviceWithoutClockBehindAHubGetsTheTimeTheHubTookIt() throws Exception {
        Instant taken = NOON.minus(Duration.ofHours(9));

        Reading reading = throughHub(taken, NOON);
        Reading sentAgain = throughHub(taken, NOON.plusSeconds(90));

        assertThat(reading.effectiveTime()).isEqualTo(taken);
        assertThat(reading.receivedAt()).isEqualTo(NOON);
        assertThat(reading.marks()).containsExactly(Mark.NO_DEVICE_TIME);
        assertThat(sentAgain.id()).isEqualTo(reading.id());
        assertThat(throughHub(taken.plusMillis(1), NOON).id()).isNotEqualTo(reading.id());
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"1970-01-01T00:03:00Z", "2026-11-22T12:05:00.001Z"})
    void aHubWhoseClockCannotBeRightIsNotAsked(Instant taken) throws Exception {
        assertThat(throughHub(taken, NOON).effectiveTime()).isEqualTo(NOON);
    }

    private Reading throughHub(Instant taken, Instant receivedAt) throws Exception {
        harness.processElement(Given.throughHub("{\"kind\":\"spo2\",\"percent\":97}", taken, receivedAt), 0);
        List<Measured> out = harness.extractOutputValues();
        return out.get(out.size() - 1).reading();
    }

    @Test
    void fiveMinutesAheadIsBelievedAndASecondMoreIsNot() throws Exception {
        Instant believed = NOON.plus(Duration.ofMinutes(5));

        assertThat(decoded(spo2(believed, "97")).effectiveTime()).isEqualTo(believed);
        Reading ahead = decoded(spo2(believed.plusSeconds(1), "97"));
        assertThat(ahead.effectiveTime()).isEqualTo(NOON);
        assertThat(ahead.marks()).containsExactly(Mark.DEVICE_CLOCK_AHEAD);
    }

    @Test
    void beyondTheHorizonSaysSo() throws Exception {
        assertThat(decoded(spo2(NOON.minus(Duration.ofDays(60)), "97")).marks()).isEmpty();
        assertThat(decoded(spo2(NOON.minus(Duration.ofDays(60)).minusSeconds(1), "97"))
                        .marks())
                .containsExactly(Mark.BEYOND_HORIZON);
    }

    @Test
    void whatCannotBeDecodedIsADeadLetterWithItsBytes() throws Exception {
        harness.processElement(arrival("{\"kind\":\"spo2\"}", NOON), 0);
        harness.processElement(arrival("{\"kind\":\"spo2\"}", NOON.plusSeconds(5)), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(letters()).hasSize(2);
        assertThat(letters().get(0).reason()).contains("percent");
        assertThat(letters().get(0).payload()).isNotEmpty();
        assertThat(letters().get(0).id())
                .as("the same bytes within the hour are one letter")
                .isEqualTo(letters().get(1).id());
    }

    @ParameterizedTest(name = "{0} characters")
    @ValueSource(ints = {0, 201, 5_000})
    void aRecordThatNamesNoDeviceIsADeadLetter(int length) throws Exception {
        String type = "application/vnd.derwent.reading+json";
        harness.processElement(arrival("d".repeat(length), type, spo2(NOON, "97"), NOON), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("no device"));
    }

    @Test
    void contentTypesWeDoNotReadAreSetAside() throws Exception {
        harness.processElement(arrival("d", "application/vnd.eclipse-hono-empty-notification", "", NOON), 0);
        harness.processElement(arrival("d", "text/plain", "hello", NOON), 0);

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(letters()).isEmpty();
    }

    @Test
    void aConnectionIsNoReadingAndOneWithoutACauseIsSetAside() throws Exception {
        connection("hub-1", "{\"cause\":\"disconnected\",\"remote-id\":\"c\"}");
        connection("hub-1", "{}");

        assertThat(harness.extractOutputValues()).isEmpty();
        assertThat(letters()).isEmpty();
        assertThat(harness.getSideOutput(Decode.CONNECTIONS).stream().map(StreamRecord::getValue))
                .containsExactly(LineEvent.connection(false, Given.TENANT, "hub-1", NOON, "c"));
    }

    private void connection(String device, String payload) throws Exception {
        harness.processElement(arrival(device, HonoRecord.CONNECTION_EVENT, payload, NOON), 0);
    }

    @Test
    void aReadingNamesTheHubItCameThrough() throws Exception {
        HonoRecord direct = arrival(spo2(NOON, "97"), NOON).message();
        List<DeadLetter.Header> headers = new ArrayList<>(direct.headers());
        headers.add(new DeadLetter.Header(HonoRecord.GATEWAY_ID, "hub-1"));

        harness.processElement(new Arrival(direct, NOON), 0);
        harness.processElement(
                new Arrival(new HonoRecord(direct.topic(), direct.device(), headers, direct.payload()), NOON), 0);

        assertThat(harness.extractOutputValues()).extracting(Measured::via).containsExactly(null, "hub-1");
    }
}
