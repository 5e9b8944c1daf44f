package io.derwent.streamjobs.assets;

import static io.derwent.streamjobs.assets.Given.NOON;
import static io.derwent.streamjobs.assets.Given.PUMP_EPC;
import static io.derwent.streamjobs.assets.Given.READER;
import static io.derwent.streamjobs.assets.Given.arrival;
import static io.derwent.streamjobs.assets.Given.ping;
import static io.derwent.streamjobs.assets.Given.pinged;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.DeadLetter;
import io.derwent.streamjobs.Arrival;
import io.derwent.wire.HonoRecord;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked // the harness is made before each test
class DecodePingsTest {
    private OneInputStreamOperatorTestHarness<Arrival, ReaderMessage> harness;

    @BeforeEach
    void open() throws Exception {
        harness = ProcessFunctionTestHarnesses.forProcessFunction(new DecodePings());
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private List<ReaderMessage> messages() {
        return harness.extractOutputValues();
    }

    private List<DeadLetter> letters() {
        var side = harness.getSideOutput(DecodePings.DEAD_LETTERS);
        return side == null
                ? List.of()
                : side.stream().map(StreamRecord::getValue).toList();
    }

    @Test
    void oneMessageKeepsItsPingsTogether() throws Exception {
        String payload = "[%s,%s]".formatted(ping(1, PUMP_EPC), ping(2, PUMP_EPC));

        harness.processElement(pinged(payload, NOON), 0);

        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.pings()).hasSize(2));
        assertThat(letters()).isEmpty();
    }

    @Test
    void whatCannotBeDecodedIsADeadLetterAndASignOfLife() throws Exception {
        harness.processElement(pinged("{\"reader\":\"reader-1\"}", NOON), 0);

        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).contains("epc");
            assertThat(letter.refusedBy()).isEqualTo("assets");
            assertThat(letter.payload()).isNotEmpty();
        });
        assertThat(messages())
                .singleElement()
                .satisfies(message -> assertThat(message.pings()).isEmpty());
    }

    @Test
    void anEmptyNotificationIsASignOfLife() throws Exception {
        harness.processElement(arrival(READER, HonoRecord.EMPTY_NOTIFICATION, "", NOON), 0);
        harness.processElement(pinged("[]", NOON), 0);

        assertThat(messages())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.pings()).isEmpty());
    }

    @Test
    void readingsAndNewsOfConnectionsAreNone() throws Exception {
        harness.processElement(arrival("cuff-1", "application/vnd.derwent.reading+json", "{}", NOON), 0);
        harness.processElement(arrival(READER, HonoRecord.CONNECTION_EVENT, "{}", NOON), 0);
        harness.processElement(arrival("", "text/plain", "hello", NOON), 0);

        assertThat(messages()).isEmpty();
        assertThat(letters()).isEmpty();
    }

    @Test
    void pingsThatNameNoDeviceAreADeadLetter() throws Exception {
        harness.processElement(arrival("", Given.PINGS, ping(1, PUMP_EPC), NOON), 0);

        assertThat(messages()).isEmpty();
        assertThat(letters())
                .singleElement()
                .satisfies(letter -> assertThat(letter.reason()).contains("no device"));
    }
}
