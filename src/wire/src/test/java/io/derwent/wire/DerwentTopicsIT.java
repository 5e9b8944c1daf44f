package io.derwent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.wire.testing.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DerwentTopicsIT {
    private static EmbeddedKafka kafka;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @Test
    void whatIsMissingIsSaidAndThenCreated() throws ExecutionException, InterruptedException {
        try (Admin admin = kafka.admin()) {
            assertThat(DerwentTopics.problems(admin, DerwentTopics.all()))
                    .contains("topic derwent.assignments is missing; run the migration step");

            DerwentTopics.createMissing(admin, DerwentTopics.all());
            DerwentTopics.createMissing(admin, DerwentTopics.all());

            assertThat(DerwentTopics.problems(admin, DerwentTopics.all())).isEmpty();
        }
    }

    @Test
    void aTopicWithTheWrongPolicyIsSaid() throws ExecutionException, InterruptedException {
        try (Admin admin = kafka.admin()) {
            admin.createTopics(List.of(new NewTopic("should-be-compacted", 1, (short) 1)
                            .configs(Map.of("cleanup.policy", "delete"))))
                    .all()
                    .get();

            assertThat(DerwentTopics.problems(
                            admin, List.of(new DerwentTopics.Spec("should-be-compacted", Optional.empty()))))
                    .containsExactly("topic should-be-compacted has cleanup policy delete, compact is expected");
        }
    }
}
