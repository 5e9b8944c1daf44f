package io.derwent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.gateway.RawMqtt.Packet;
import io.derwent.wire.testing.EmbeddedKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Kafka stops in its tracks (SIGSTOP), and goes on. */
class BackPressureIT {
    private static final String TENANT = "pressed";
    private static final Duration PATIENCE = Duration.ofMillis(2_500);
    private static final GatewayConfig.Limits NARROW =
            new GatewayConfig.Limits(10, 1024, 4, 64 * 1024, 1_000, PATIENCE);

    private static EmbeddedKafka kafka;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start();
        gateway = RunningGateway.start(kafka, NARROW, Optional.empty())
                .withTenant(TENANT, "{}")
                .withDevice(TENANT, "cuff", "{}");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        kafka.close();
    }

    @Test
    void whileKafkaIsAwayEveryMessageIsRefusedInTimeAndAfterwardsTaken() throws Exception {
        // Given
        AtomicInteger ids = new AtomicInteger();
        try (RawMqtt client = new RawMqtt(gateway.mqttPort()).connected("cuff", TENANT)) {
            assertThat(publish(client, ids).reasonCode()).isZero();
            signal("STOP");

            // When
            long from = System.nanoTime();
            IntStream.range(0, 20)
                    .forEach(i -> client.write(RawMqtt.publish("event", 1, ids.incrementAndGet(), new byte[10])));
            List<Integer> refusals = IntStream.range(0, 20)
                    .mapToObj(i -> client.read().reasonCode())
                    .toList();
            Duration took = Duration.ofNanos(System.nanoTime() - from);

            // Then
            assertThat(refusals).allMatch(code -> code == 0x83 || code == 0x97);
            assertThat(refusals.subList(0, 4)).containsOnly(0x83);
            assertThat(refusals).contains(0x97);
            assertThat(took)
                    .isBetween(
                            PATIENCE.minusMillis(300), PATIENCE.multipliedBy(2).plusSeconds(2));

            // When the breaker has seen enough it does not let anybody wait
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
                long start = System.nanoTime();
                assertThat(publish(client, ids).reasonCode()).isEqualTo(0x83);
                return System.nanoTime() - start < TimeUnit.MILLISECONDS.toNanos(500);
            });
            assertThat(gateway.call("GET", "/health/ready", "").statusCode()).isEqualTo(503);

            signal("CONT");

            // Then
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> publish(client, ids).reasonCode() == 0);
            assertThat(gateway.call("GET", "/health/ready", "").statusCode()).isEqualTo(200);
        } finally {
            signal("CONT");
        }
    }

    private static Packet publish(RawMqtt client, AtomicInteger ids) {
        client.write(RawMqtt.publish("event", 1, ids.incrementAndGet(), new byte[10]));
        return client.read();
    }

    private static void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(kafka.pid())).start();
        assertThat(kill.waitFor(5, TimeUnit.SECONDS)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
