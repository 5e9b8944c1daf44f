package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.model.DeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubTimeTest {
    private static final Instant TAKEN = Instant.parse("2026-11-22T08:05:00.123Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event//cuff-1/?hub-received-at=1795334700123",
                "event//cuff-1/?hono-ttl=60&hub-received-at=1795334700123",
                "e/derby/cuff-1/?hub-received-at=1795334700123&hono-ttl=60",
            })
    void whatAHubWroteIntoTheBagIsRead(String address) {
        assertThat(hubReceivedAt(address)).contains(TAKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event",
                "event//hub-received-at=1795334700123",
                "event//cuff-1/?hub-received-at=",
                "event//cuff-1/?hub-received-at=soon",
                "event//cuff-1/?hub-received-at=1795334700123456",
                "event//cuff-1/?not-hub-received-at=1795334700123",
            })
    void anythingElseIsNone(String address) {
        assertThat(hubReceivedAt(address)).isEmpty();
    }

    @Test
    void whatIsWrittenIsWhatIsRead() {
        assertThat(hubReceivedAt("event//cuff-1/?" + HubTime.property(TAKEN))).contains(TAKEN);
    }

    private static Optional<Instant> hubReceivedAt(String address) {
        return new HonoRecord(
                        HonoTopics.event("derby"),
                        "cuff-1",
                        List.of(new DeadLetter.Header(HonoRecord.ORIG_ADDRESS, address)),
                        new byte[0])
                .hubReceivedAt();
    }
}
