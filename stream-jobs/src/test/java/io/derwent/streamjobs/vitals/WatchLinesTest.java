package io.derwent.streamjobs.vitals;

import static io.derwent.streamjobs.vitals.Given.NOON;
import static io.derwent.streamjobs.vitals.Given.TENANT;
import static io.derwent.streamjobs.vitals.Given.minute;
import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.clinical.Offline;
import io.derwent.clinical.Pause;
import io.derwent.wire.Keys;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is told of a line that went. */
@NullUnmarked // the harness is made before each test
class WatchLinesTest {
    private static final String HUB = "hub-1";

    private KeyedBroadcastOperatorTestHarness<String, LineEvent, Pause, PatientUpdate> harness;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    private static KeyedBroadcastOperatorTestHarness<String, LineEvent, Pause, PatientUpdate> harness()
            throws Exception {
        return new KeyedBroadcastOperatorTestHarness<>(
                new CoBroadcastWithKeyedOperator<>(new WatchLines(), List.of(WatchLines.NOTHING)),
                event -> Keys.of(event.tenant(), event.line()),
                Types.STRING,
                1,
                1,
                0);
    }

    private void restart() throws Exception {
        OperatorSubtaskState snapshot = harness.snapshot(1, 1);
        harness.close();
        harness = harness();
        harness.initializeState(snapshot);
        harness.open();
    }

    private void happens(LineEvent event) throws Exception {
        harness.processElement(event, event.at().toEpochMilli());
    }

    private void connected(String line, int minute) throws Exception {
        happens(LineEvent.connection(true, TENANT, line, minute(minute), "client"));
    }

    private void disconnected(String line, int minute) throws Exception {
        happens(LineEvent.connection(false, TENANT, line, minute(minute), "client"));
    }

    private void used(String line, String device, String patient) throws Exception {
        happens(LineEvent.used(TENANT, line, NOON, device, patient));
    }

    private List<String> told() {
        return harness.extractOutputValues().stream()
                .map(update -> {
                    Offline offline = update.offline();
                    return update.patient()
                            + (offline == null
                                    ? " " + update.online() + " back"
                                    : " %s by %s since %s"
                                            .formatted(offline.device(), offline.line(), offline.since()));
                })
                .toList();
    }

    @Test
    void everyoneBehindAHubIsToldThatItWentAndThatItIsBack() throws Exception {
        connected(HUB, 0);
        used(HUB, "scale", "p1");
        used(HUB, "cuff", "p2");
        restart();

        disconnected(HUB, 72);
        assertThat(told())
                .containsExactly(
                        "p1 scale by hub-1 since 2026-11-22T13:12:00Z", "p2 cuff by hub-1 since 2026-11-22T13:12:00Z");
        connected(HUB, 80);

        assertThat(told()).endsWith("p1 scale back", "p2 cuff back").hasSize(4);
    }

    @Test
    void aDeviceThatConnectsForEachMessageIsNotOffline() throws Exception {
        used("scale", "scale", "p1");
        for (int minute = 0; minute < 1_000; minute += 100) {
            connected("scale", minute);
            disconnected("scale", minute + 1);
        }

        assertThat(harness.extractOutputValues()).isEmpty();
    }

    @Test
    void aDeviceThatComesByAnotherLineIsBack() throws Exception {
        connected(HUB, 0);
        used(HUB, "scale", "p1");
        disconnected(HUB, 72);

        happens(LineEvent.left(TENANT, HUB, minute(75), "scale"));
        connected(HUB, 80);

        assertThat(told()).containsExactly("p1 scale by hub-1 since 2026-11-22T13:12:00Z", "p1 scale back");
    }

    @Test
    void whenNothingCouldComeInEveryoneKnownIsTold() throws Exception {
        used(HUB, "scale", "p1");
        used(HUB, "cuff", "p1");
        used("oximeter", "oximeter", "p2");
        Pause pause = new Pause(minute(2), minute(10));

        harness.processBroadcastElement(pause, 0);

        assertThat(harness.extractOutputValues())
                .containsExactlyInAnyOrder(
                        PatientUpdate.paused(TENANT, "p1", pause), PatientUpdate.paused(TENANT, "p2", pause));
    }
}
