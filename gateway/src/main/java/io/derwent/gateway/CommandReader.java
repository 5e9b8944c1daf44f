package io.derwent.gateway;

import io.derwent.wire.HonoTopics;
import io.derwent.wire.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads every partition of every {@code hono.command.*} on a thread of its own, without a consumer group: each gateway sees
 * all commands from when it started, and those of a tenant that is made later from the first. Topics are looked for every few
 * seconds, and at once when a device of a tenant subscribes.
 */
final class CommandReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandReader.class);
    private static final Duration LOOK_FOR_TOPICS_EVERY = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ASK_KAFKA_FOR = Duration.ofSeconds(3);
    private static final Duration BEFORE_NEXT_TRY = Duration.ofMillis(200);
    private static final Duration APPEARS_WITHIN = Duration.ofSeconds(5);
    private static final Duration TO_STOP = Duration.ofSeconds(5);
    private static final Duration TO_CLOSE = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<Command> onCommand;
    private final Runnable onTurn;
    private final Thread thread = new Thread(this::run, "commands");
    private final Set<TopicPartition> assigned = ConcurrentHashMap.newKeySet();
    private final Map<String, Awaited> awaited = new ConcurrentHashMap<>();
    private boolean hasLooked;
    private long lookedNanos;
    private volatile boolean closed;

    private record Awaited(long sinceNanos, CompletableFuture<Void> read) {}

    /**
     * Both are called on this reader's thread, which is never the caller's.
     *
     * @param onTurn called at least twice a second, and after each batch of commands
     */
    CommandReader(KafkaConnection kafka, Consumer<Command> onCommand, Runnable onTurn) {
        Map<String, Object> config = Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "derwent-gateway-commands",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "latest",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) ASK_KAFKA_FOR.toMillis());
        consumer = new KafkaConsumer<>(kafka.with(config), new StringDeserializer(), new ByteArrayDeserializer());
        this.onCommand = onCommand;
        this.onTurn = onTurn;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /**
     * Makes sure that this tenant's commands are read from now on.
     *
     * @return completes on the reader's thread, exceptionally with {@link Refusal} UNAVAILABLE if Kafka does not answer
     */
    CompletionStage<Void> follow(String tenant) {
        String topic = HonoTopics.command(tenant);
        if (assigned.contains(new TopicPartition(topic, 0))) {
            return CompletableFuture.completedStage(null);
        }
        Awaited mine =
                awaited.computeIfAbsent(topic, name -> new Awaited(System.nanoTime(), new CompletableFuture<>()));
        consumer.wakeup();
        return mine.read();
    }

    @Override
    public void close() {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            consumer.close(CloseOptions.timeout(TO_CLOSE));
            return;
        }
        consumer.wakeup();
        try {
            thread.join(TO_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            try {
                lookForTopicsIfDue();
                consumer.poll(POLL).forEach(this::take);
            } catch (WakeupException e) {
                LOG.trace("woken");
            } catch (KafkaException | IllegalStateException e) {
                LOG.debug("commands are not read now", e);
                giveUpOnLateTopics();
                LockSupport.parkNanos(BEFORE_NEXT_TRY.toNanos());
            }
            onTurn.run();
        }
        consumer.close(CloseOptions.timeout(TO_CLOSE));
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            onCommand.accept(Command.read(record));
        } catch (RuntimeException e) {
            LOG.error("a command of {} was lost by a fault of ours", record.topic(), e);
        }
    }

    private void lookForTopicsIfDue() {
        boolean isDue =
                !hasLooked || !awaited.isEmpty() || System.nanoTime() - lookedNanos > LOOK_FOR_TOPICS_EVERY.toNanos();
        if (isDue) {
            lookForTopics();
            lookedNanos = System.nanoTime();
            if (!awaited.isEmpty()) {
                LockSupport.parkNanos(BEFORE_NEXT_TRY.toNanos());
            }
        }
    }

    private void lookForTopics() {
        Set<TopicPartition> found = new HashSet<>();
        for (Map.Entry<String, List<PartitionInfo>> topic :
                consumer.listTopics().entrySet()) {
            if (HonoTopics.tenantOfCommands(topic.getKey()).isPresent()) {
                topic.getValue()
                        .forEach(partition -> found.add(new TopicPartition(topic.getKey(), partition.partition())));
            }
        }
        if (!found.equals(assigned)) {
            follow(found);
        }
        for (String topic : List.copyOf(awaited.keySet())) {
            if (assigned.contains(new TopicPartition(topic, 0))) {
                awaited.remove(topic).read().complete(null);
            }
        }
        giveUpOnLateTopics();
    }

    /**
     * Positions are asked for here, not at the next poll: what is sent after a SUBACK must be behind them. Where Kafka does not
     * answer, all of it is tried again.
     */
    private void follow(Set<TopicPartition> found) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (TopicPartition partition : assigned) {
            if (found.contains(partition)) {
                positions.put(partition, consumer.position(partition));
            }
        }
        List<TopicPartition> fresh = new ArrayList<>(found);
        fresh.removeAll(positions.keySet());
        consumer.assign(found);
        positions.putAll(hasLooked ? consumer.beginningOffsets(fresh) : consumer.endOffsets(fresh));
        positions.forEach(consumer::seek);
        hasLooked = true;
        assigned.clear();
        assigned.addAll(found);
    }

    private void giveUpOnLateTopics() {
        long now = System.nanoTime();
        awaited.values()
                .removeIf(late -> now - late.sinceNanos() > APPEARS_WITHIN.toNanos()
                        && late.read()
                                .completeExceptionally(
                                        Refusal.unavailable("Kafka is not ready for commands of this tenant")));
    }
}
