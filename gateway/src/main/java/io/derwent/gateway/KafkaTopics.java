package io.derwent.gateway;

import io.derwent.wire.DerwentTopics;
import io.derwent.wire.HonoTopics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which topics the producer may be handed records of. It blocks on one it has not seen, so a topic is looked at on a worker
 * thread before its first record; a tenant's four are created when the tenant is, and again here, should Kafka have been
 * away then.
 */
final class KafkaTopics {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaTopics.class);

    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(4);

    private final Admin admin;
    private final Producer<String, byte[]> producer;
    private final Executor worker;
    private final Set<String> ready = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Void>> beingPrepared = new ConcurrentHashMap<>();

    KafkaTopics(Admin admin, Producer<String, byte[]> producer, Executor worker) {
        this.admin = admin;
        this.producer = producer;
        this.worker = worker;
    }

    boolean isReady(String topic) {
        return ready.contains(topic);
    }

    /** The producer says the topic is not there any more. */
    void forget(String topic) {
        ready.remove(topic);
    }

    /**
     * Creates what is missing of a tenant's four topics and waits until they can be sent to. Blocks on the broker.
     *
     * @throws CompletionException if the broker does not answer
     */
    void createFor(String tenant) {
        prepare(tenant).toCompletableFuture().join();
    }

    private void create(String tenant) {
        try {
            DerwentTopics.createMissing(admin, DerwentTopics.ofTenant(tenant));
        } catch (ExecutionException e) {
            LOG.warn("the topics of tenant {} cannot be created: {}", tenant, e.getMessage());
            throw Refusal.unavailable("Kafka cannot be asked for topics");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Refusal.unavailable("the gateway is being stopped");
        }
    }

    /**
     * Makes a tenant's topics ready to be sent to, in the background, once at a time however many ask.
     *
     * @return completes on the worker's thread, exceptionally if the broker does not answer
     */
    CompletionStage<Void> prepare(String tenant) {
        return prepareInBackground(
                tenant,
                List.of(HonoTopics.telemetry(tenant), HonoTopics.event(tenant), HonoTopics.commandResponse(tenant)),
                () -> create(tenant));
    }

    /** The same for a topic that is no tenant's, and not the gateway's to create. */
    CompletionStage<Void> prepareExisting(String topic) {
        return prepareInBackground(topic, List.of(topic), () -> {});
    }

    /** The same for whatever topic a record was for; nobody waits for it. */
    void prepareLater(String topic) {
        HonoTopics.tenantOf(topic)
                .map(this::prepare)
                .orElseGet(() -> prepareExisting(topic))
                .exceptionally(error -> {
                    LOG.warn("topic {} is not ready: {}", topic, error.getMessage());
                    return null;
                });
    }

    private CompletionStage<Void> prepareInBackground(String name, List<String> topics, Runnable create) {
        if (ready.containsAll(topics)) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> running = beingPrepared.putIfAbsent(name, mine);
        if (running != null) {
            return running;
        }
        worker.execute(() -> {
            try {
                create.run();
                topics.forEach(this::prepareTopic);
                beingPrepared.remove(name);
                mine.complete(null);
            } catch (RuntimeException e) {
                beingPrepared.remove(name);
                mine.completeExceptionally(e);
            }
        });
        return mine;
    }

    /** What is wrong with the topics we need of our own; empty when they are as they have to be. Blocks on the broker. */
    List<String> problems() {
        try {
            return DerwentTopics.problems(
                    admin,
                    DerwentTopics.all().stream()
                            .filter(spec -> spec.name().equals(DerwentTopics.DEAD_LETTERS))
                            .toList());
        } catch (ExecutionException e) {
            return List.of("Kafka does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of("the gateway is being stopped");
        }
    }

    /** A topic just made takes a moment until every broker, and then the producer, has heard of it. */
    private void prepareTopic(String topic) {
        long start = System.nanoTime();
        while (true) {
            try {
                producer.partitionsFor(topic);
                ready.add(topic);
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - start > APPEARS_WITHIN.toNanos()) {
                    throw e;
                }
            }
        }
    }
}
