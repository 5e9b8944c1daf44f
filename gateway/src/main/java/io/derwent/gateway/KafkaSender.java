package io.derwent.gateway;

import io.derwent.wire.KafkaConnection;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Kafka producer, as Hono sets it up (idempotent, so {@code acks=all}; 2.5 s to deliver), and the one thread that hands
 * it records: {@code send} may block on metadata, so no event loop calls it. A circuit breaker in front of it refuses at
 * once while Kafka is away, instead of letting every message wait 2.5 s for the same answer.
 */
final class KafkaSender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSender.class);

    private static final Duration REQUEST_TIMEOUT = Duration.ofMillis(750);
    private static final Duration MAX_BLOCK = Duration.ofMillis(500);
    private static final Duration METADATA_KEPT = Duration.ofHours(24);
    private static final Duration BREAKER_OPEN = Duration.ofSeconds(1);
    private static final int BATCH_BYTES = 64 * 1024;
    private static final int MOST_BATCHES = 10_000;

    private final Producer<String, byte[]> producer;
    private final KafkaTopics topics;
    private final Duration deliveryTimeout;
    private final BlockingQueue<List<Sending>> waiting = new ArrayBlockingQueue<>(MOST_BATCHES);
    private final Thread thread = new Thread(this::run, "kafka-sender");
    private final CircuitBreaker breaker = CircuitBreaker.of(
            "kafka",
            CircuitBreakerConfig.custom()
                    .slidingWindowSize(100)
                    .minimumNumberOfCalls(10)
                    .failureRateThreshold(50)
                    .waitDurationInOpenState(BREAKER_OPEN)
                    .permittedNumberOfCallsInHalfOpenState(5)
                    .build());

    private volatile boolean closed;

    KafkaSender(Producer<String, byte[]> producer, KafkaTopics topics, Duration deliveryTimeout) {
        this.producer = producer;
        this.topics = topics;
        this.deliveryTimeout = deliveryTimeout;
        breaker.getEventPublisher().onStateTransition(event -> LOG.warn("Kafka: {}", event.getStateTransition()));
        thread.setDaemon(true);
    }

    /**
     * A producer for {@link GatewayConfig}.
     *
     * @param buffered bytes it must be able to hold without blocking
     */
    static Producer<String, byte[]> producer(KafkaConnection kafka, Duration deliveryTimeout, long buffered) {
        Map<String, Object> config = Map.ofEntries(
                Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "derwent-gateway"),
                Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true),
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 0),
                Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, buffered),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) REQUEST_TIMEOUT.toMillis()),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMillis()),
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK.toMillis()),
                Map.entry(ProducerConfig.METADATA_MAX_IDLE_CONFIG, METADATA_KEPT.toMillis()),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500L));
        return new KafkaProducer<>(kafka.with(config), new StringSerializer(), new ByteArraySerializer());
    }

    void start() {
        thread.start();
    }

    /** The way to Kafka for one event loop, which is {@code context}'s. */
    Downstream downstream(Context context) {
        return new Outbox(context)::send;
    }

    /** Whether records are let through to Kafka now. */
    boolean isAvailable() {
        return breaker.getState() != CircuitBreaker.State.OPEN;
    }

    /** Sends what was handed over before, as far as Kafka takes it in time. */
    @Override
    public void close() {
        closed = true;
        var unused = waiting.offer(List.of()); // wakes the thread; if there is no room it is awake
        try {
            thread.join(deliveryTimeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        producer.close(deliveryTimeout);
    }

    private void run() {
        while (!closed || !waiting.isEmpty()) {
            try {
                waiting.take().forEach(Sending::send);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /**
     * What one event loop has to send: collected while it reads its sockets, handed over at once when it has read them all,
     * so that the sender's thread is woken once a round and not once a message. Bounded by what may be in flight, and by the
     * connections, each of which is told of once.
     */
    private final class Outbox {
        private final Context context;
        private final Completions completions;
        private List<Sending> collected = new ArrayList<>();

        Outbox(Context context) {
            this.context = context;
            this.completions = new Completions(context);
        }

        Future<Void> send(ProducerRecord<String, byte[]> record) {
            if (!topics.isReady(record.topic())) {
                topics.prepareLater(record.topic());
                return Future.failedFuture(Refusal.unavailable("Kafka is not ready for this tenant, try again later"));
            }
            if (!breaker.tryAcquirePermission()) {
                return Future.failedFuture(Refusal.unavailable("Kafka does not answer, try again later"));
            }
            if (collected.isEmpty()) {
                context.runOnContext(nothing -> handOver());
            }
            Sending sending = new Sending(record, completions);
            collected.add(sending);
            return sending.promise.future();
        }

        private void handOver() {
            List<Sending> batch = collected;
            collected = new ArrayList<>(batch.size());
            if (!waiting.offer(batch)) {
                batch.forEach(Sending::giveUp);
            }
        }
    }

    /** One record on its way; {@code onCompletion} is called on Kafka's thread, the rest on the event loop. */
    private final class Sending implements Callback {
        private final ProducerRecord<String, byte[]> record;
        private final Completions completions;
        private final Promise<Void> promise = Promise.promise();
        private final long startedNanos = System.nanoTime();

        Sending(ProducerRecord<String, byte[]> record, Completions completions) {
            this.record = record;
            this.completions = completions;
        }

        void giveUp() {
            breaker.releasePermission();
            promise.fail(Refusal.unavailable("too many messages wait for Kafka, try again later"));
        }

        void send() {
            if (System.nanoTime() - startedNanos > deliveryTimeout.toNanos()) {
                onCompletion(null, new org.apache.kafka.common.errors.TimeoutException("waited too long to be sent"));
                return;
            }
            try {
                var unused = producer.send(record, this);
            } catch (RuntimeException e) {
                onCompletion(null, e);
            }
        }

        @Override
        public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception error) {
            long took = System.nanoTime() - startedNanos;
            if (error == null) {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
                completions.add(promise::complete);
            } else {
                Refusal refusal = judge(error, took);
                completions.add(() -> promise.fail(refusal));
            }
        }

        private Refusal judge(Exception error, long tookNanos) {
            if (error instanceof RecordTooLargeException) {
                breaker.onSuccess(tookNanos, TimeUnit.NANOSECONDS);
                return Refusal.tooLarge("Kafka does not take a message of this size");
            }
            if (isTopicMissing(error)) {
                breaker.onSuccess(tookNanos, TimeUnit.NANOSECONDS);
                topics.forget(record.topic());
                return Refusal.unavailable("Kafka is not ready for this tenant, try again later");
            }
            LOG.debug("Kafka did not take a record of {}", record.topic(), error);
            breaker.onError(tookNanos, TimeUnit.NANOSECONDS, error);
            return Refusal.unavailable("Kafka did not confirm the message within %d ms, try again later"
                    .formatted(deliveryTimeout.toMillis()));
        }

        private static boolean isTopicMissing(Exception error) {
            return error instanceof UnknownTopicOrPartitionException
                    || error instanceof InvalidTopicException
                    || error.getCause() instanceof UnknownTopicOrPartitionException;
        }
    }
}
