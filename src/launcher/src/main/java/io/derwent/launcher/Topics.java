package io.derwent.launcher;

import io.derwent.wire.DerwentTopics;
import io.derwent.wire.KafkaConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;

/** Our own topics on a broker. */
final class Topics {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Topics() {}

    /**
     * Creates those that are missing.
     *
     * @throws CannotStart if the broker does not answer or refuses
     */
    static void createMissing(KafkaConnection kafka) {
        createMissing(kafka, PATIENCE);
    }

    static void createMissing(KafkaConnection kafka, Duration patience) {
        Map<String, Object> settings = kafka.with(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) patience.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) patience.toMillis()));
        try (Admin admin = Admin.create(settings)) {
            DerwentTopics.createMissing(admin, DerwentTopics.all());
        } catch (ExecutionException | KafkaException e) {
            if (e.getCause() instanceof TimeoutException) {
                throw new CannotStart(
                        "No Kafka answers at %s within %d s; start it, or correct or unset DERWENT_KAFKA."
                                .formatted(kafka, patience.toSeconds()),
                        e);
            }
            throw new CannotStart(
                    "Kafka at %s does not create our topics (%s); is it Kafka, and may we?"
                            .formatted(
                                    kafka,
                                    e.getCause() == null
                                            ? e.getMessage()
                                            : e.getCause().getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStart("interrupted while starting", e);
        }
    }
}
