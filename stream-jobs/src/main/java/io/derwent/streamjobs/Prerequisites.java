package io.derwent.streamjobs;

import io.derwent.store.Migrations;
import io.derwent.store.StoreUnavailable;
import io.derwent.wire.DerwentTopics;
import io.derwent.wire.KafkaConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be there before a job starts: our topics, as they have to be, and the database at this version. */
public final class Prerequisites {
    private static final Logger LOG = LoggerFactory.getLogger(Prerequisites.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration SAY_SO_EVERY = Duration.ofSeconds(10);
    private static final int ASK_FOR_MILLIS = 5_000;

    private Prerequisites() {}

    /**
     * Waits until everything is there, saying every ten seconds what is missing.
     *
     * @throws InterruptedException if the waiting thread is to stop
     */
    public static void await(JobsConfig config) throws InterruptedException {
        awaitTopics(config.kafka());
        while (true) {
            try {
                Migrations.awaitVersion(config.database(), SAY_SO_EVERY);
                return;
            } catch (StoreUnavailable e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped while waiting for the database");
                }
                LOG.info("waiting: {}", e.getMessage());
            }
        }
    }

    private static void awaitTopics(KafkaConnection kafka) throws InterruptedException {
        Map<String, Object> properties = kafka.with(Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ASK_FOR_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ASK_FOR_MILLIS));
        try (Admin admin = Admin.create(properties)) {
            long saidAt = System.nanoTime() - SAY_SO_EVERY.toNanos();
            while (true) {
                List<String> problems = problems(admin, kafka);
                if (problems.isEmpty()) {
                    return;
                }
                if (System.nanoTime() - saidAt >= SAY_SO_EVERY.toNanos()) {
                    LOG.info("waiting: {}", String.join("; ", problems));
                    saidAt = System.nanoTime();
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private static List<String> problems(Admin admin, KafkaConnection kafka) throws InterruptedException {
        try {
            return DerwentTopics.problems(admin, DerwentTopics.all());
        } catch (ExecutionException e) {
            return List.of("Kafka at %s does not answer: %s".formatted(kafka, String.valueOf(e.getCause())));
        }
    }
}
