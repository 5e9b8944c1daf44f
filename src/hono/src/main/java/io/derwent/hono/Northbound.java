package io.derwent.hono;

import io.derwent.wire.KafkaConnection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.eclipse.hono.application.client.kafka.KafkaApplicationClient;
import org.eclipse.hono.application.client.kafka.impl.KafkaApplicationClientImpl;
import org.eclipse.hono.client.kafka.CommonKafkaClientConfigProperties;
import org.eclipse.hono.client.kafka.consumer.MessagingKafkaConsumerConfigProperties;
import org.eclipse.hono.client.kafka.producer.CachingKafkaProducerFactory;
import org.eclipse.hono.client.kafka.producer.MessagingKafkaProducerConfigProperties;

/**
 * Eclipse Hono's application client, set up to look on: a consumer group of its own that commits nothing, so that it takes
 * nothing from a tenant's applications. Hono's library drops a message whose time to live has passed.
 *
 * <p>Messages arrive on Hono's event loop, one at a time; the other methods block and are called from outside of it.
 */
final class Northbound implements AutoCloseable {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(3);
    private static final Duration RECONNECTS_WITHIN = Duration.ofSeconds(10);

    private final KafkaConnection kafka;
    private final Vertx vertx = Vertx.vertx();
    private final KafkaApplicationClient client;

    /** Where to begin to read. */
    enum From {
        START("earliest"),
        NOW("latest");

        private final String offset;

        From(String offset) {
            this.offset = offset;
        }
    }

    /**
     * Connects to nothing yet.
     */
    Northbound(KafkaConnection kafka, From from) {
        this.kafka = kafka;
        CommonKafkaClientConfigProperties common = new CommonKafkaClientConfigProperties();
        common.setCommonClientConfig(commonConfig(kafka));
        MessagingKafkaConsumerConfigProperties consumer = new MessagingKafkaConsumerConfigProperties();
        consumer.setCommonClientConfig(common);
        consumer.setConsumerConfig(Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                "derwent-hono-" + UUID.randomUUID(),
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                from.offset,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                "false",
                ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                Long.toString(RECONNECTS_WITHIN.toMillis())));
        MessagingKafkaProducerConfigProperties producer = new MessagingKafkaProducerConfigProperties();
        producer.setCommonClientConfig(common);
        client = new KafkaApplicationClientImpl(
                vertx, consumer, CachingKafkaProducerFactory.nonSharedFactory(vertx), producer);
    }

    /**
     * Whether Kafka answers and has these topics: Hono's consumer would wait for both without a word.
     *
     * @throws CannotRead if not
     */
    static void check(KafkaConnection kafka, String tenant, List<String> topics) {
        int millis = (int) ANSWERS_WITHIN.toMillis();
        try (Admin admin = Admin.create(kafka.with(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis)))) {
            Set<String> known = admin.listTopics().names().get();
            for (String topic : topics) {
                if (!known.contains(topic)) {
                    throw CannotRead.noTenant(tenant, topic, kafka.bootstrapServers());
                }
            }
        } catch (ConfigException e) {
            throw CannotRead.wrongAddress(kafka.bootstrapServers(), e);
        } catch (KafkaException e) {
            throw e.getCause() instanceof ConfigException wrong
                    ? CannotRead.wrongAddress(kafka.bootstrapServers(), wrong)
                    : CannotRead.noKafka(kafka.bootstrapServers(), String.valueOf(e.getMessage()));
        } catch (ExecutionException e) {
            throw CannotRead.noKafka(
                    kafka.bootstrapServers(),
                    e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException
                            ? "for %d s".formatted(ANSWERS_WITHIN.toSeconds())
                            : String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CannotRead.noKafka(kafka.bootstrapServers(), "interrupted");
        }
    }

    private static Map<String, String> commonConfig(KafkaConnection kafka) {
        Map<String, String> config = new HashMap<>();
        kafka.with(Map.of()).forEach((name, value) -> config.put(name, value.toString()));
        return config;
    }

    /** Hands over a tenant's telemetry from now on; returns when nothing sent after it is missed. */
    void onTelemetry(String tenant, Consumer<Received> handler) {
        await(client.createTelemetryConsumer(
                tenant, message -> handler.accept(Received.telemetry(message)), closed -> {}));
    }

    /** The same for its events. */
    void onEvent(String tenant, Consumer<Received> handler) {
        await(client.createEventConsumer(tenant, message -> handler.accept(Received.event(message)), closed -> {}));
    }

    @Override
    public void close() {
        try {
            client.stop()
                    .eventually(() -> vertx.close())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // it commits nothing and owes nobody an answer: the broker notices that it has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Future<?> future) {
        try {
            future.toCompletionStage().toCompletableFuture().get(STARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw CannotRead.noKafka(kafka.bootstrapServers(), String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            throw CannotRead.noKafka(
                    kafka.bootstrapServers(), "no partitions for %d s".formatted(STARTS_WITHIN.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CannotRead.noKafka(kafka.bootstrapServers(), "interrupted");
        }
    }
}
