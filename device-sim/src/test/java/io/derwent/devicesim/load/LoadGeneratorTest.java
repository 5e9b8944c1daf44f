package io.derwent.devicesim.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.TinyBroker;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a small server that speaks just enough MQTT 5. */
class LoadGeneratorTest {
    private final TinyBroker broker;

    LoadGeneratorTest() throws IOException {
        broker = new TinyBroker();
    }

    @AfterEach
    void stop() throws IOException {
        broker.close();
    }

    @Test
    void inAClosedLoopEveryMessageIsAnsweredAndCounted() throws Exception {
        LoadReport report = LoadGenerator.run(plan(4, 3, OptionalInt.empty()));

        assertThat(report.acknowledged()).isPositive();
        assertThat(report.unanswered()).isZero();
        assertThat(report.refused()).isZero();
        assertThat(report.latencies().getTotalCount()).isEqualTo(report.acknowledged());
        assertThat(broker.mostInFlight()).isLessThanOrEqualTo(3);
    }

    @Test
    void withARateThatManyAreSentWhateverTheServerDoes() throws Exception {
        LoadReport report = LoadGenerator.run(plan(4, 3, OptionalInt.of(200)));

        assertThat(report.acknowledged()).isBetween(30L, 90L);
        assertThat(report.unanswered()).isZero();
    }

    @Test
    void theServersReceiveMaximumIsKept() throws Exception {
        broker.announceReceiveMaximum(2);

        LoadGenerator.run(plan(2, 10, OptionalInt.empty()));

        assertThat(broker.mostInFlight()).isLessThanOrEqualTo(2);
    }

    @Test
    void refusalsAreCountedApart() throws Exception {
        broker.answerWith(0x97, "");

        LoadReport report = LoadGenerator.run(plan(1, 1, OptionalInt.of(100)));

        assertThat(report.refused()).isPositive();
        assertThat(report.acknowledged()).isZero();
    }

    @Test
    void aRefusedConnectEndsTheLoadWithItsReason() {
        broker.refuseConnects(0x86);

        assertThatThrownBy(() -> LoadGenerator.run(plan(1, 1, OptionalInt.empty())))
                .isInstanceOf(LoadFailed.class)
                .hasMessageContaining("BAD_USERNAME_OR_PASSWORD");
    }

    private LoadPlan plan(int connections, int inFlight, OptionalInt rate) {
        return new LoadPlan(
                "127.0.0.1",
                broker.port(),
                Collections.nCopies(connections, new Login("derby", "load", "secret")),
                inFlight,
                rate,
                300,
                Duration.ofMillis(50),
                Duration.ofMillis(300),
                "event",
                Instant.parse("2026-11-22T12:00:00Z"));
    }
}
