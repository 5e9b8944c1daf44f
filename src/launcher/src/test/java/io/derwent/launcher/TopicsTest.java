package io.derwent.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.derwent.wire.KafkaConnection;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TopicsTest {
    @Test
    void aKafkaThatDoesNotAnswerIsNamedWithAWayOut() {
        String nowhere = "127.0.0.1:" + FreePort.any();

        assertThatThrownBy(() -> Topics.createMissing(KafkaConnection.to(nowhere), Duration.ofSeconds(1)))
                .isInstanceOf(CannotStart.class)
                .hasMessage("No Kafka answers at %s within 1 s; start it, or correct or unset DERWENT_KAFKA."
                        .formatted(nowhere));
    }

    @Test
    void aKafkaThatCannotBeFoundIsNamed() {
        assertThatThrownBy(() -> Topics.createMissing(KafkaConnection.to("kafka.invalid:9092")))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("kafka.invalid:9092")
                .hasMessageContaining("No resolvable bootstrap urls");
    }
}
