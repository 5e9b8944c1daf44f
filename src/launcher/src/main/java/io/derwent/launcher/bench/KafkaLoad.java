package io.derwent.launcher.bench;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A producer with nothing in front of it, set up as the gateway's: {@code acks=all}, idempotent, no linger. */
final class KafkaLoad {
    private static final int MOST_IN_FLIGHT = 2_000;
    private static final int KEYS = 200;

    private final String bootstrap;
    private final String topic;

    KafkaLoad(String bootstrap, String topic) {
        this.bootstrap = bootstrap;
        this.topic = topic;
    }

    static Map<String, Object> settings(String bootstrap) {
        return Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0);
    }

    /** Acknowledged records a second, with as many in flight as 200 connections of ten have. */
    double ratePerSecond(int bytes, int warmUpSeconds, int seconds) throws InterruptedException {
        Semaphore inFlight = new Semaphore(MOST_IN_FLIGHT);
        LongAdder acknowledged = new LongAdder();
        byte[] payload = new byte[bytes];
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings(bootstrap), new StringSerializer(), new ByteArraySerializer())) {
            long counted = System.nanoTime() + Duration.ofSeconds(warmUpSeconds).toNanos();
            long end = counted + Duration.ofSeconds(seconds).toNanos();
            long number = 0;
            while (System.nanoTime() < end) {
                inFlight.acquire();
                var unused = producer.send(
                        new ProducerRecord<>(topic, "load-" + number++ % KEYS, payload), (metadata, error) -> {
                            inFlight.release();
                            long now = System.nanoTime();
                            if (error == null && now > counted && now < end) {
                                acknowledged.increment();
                            }
                        });
            }
        }
        return acknowledged.sum() / (double) seconds;
    }
}
