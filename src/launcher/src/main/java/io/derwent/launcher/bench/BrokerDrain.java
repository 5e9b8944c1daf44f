package io.derwent.launcher.bench;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Mosquitto, which keeps nothing and lets anybody in: nobody listens until it is opened, and a subscriber counts. */
record BrokerDrain(int port) implements Drain {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String user() {
        return "hub-1@bench";
    }

    @Override
    public String password() {
        return "only-for-this-bench";
    }

    @Override
    public double open(int messages) throws IOException, InterruptedException {
        AtomicLong first = new AtomicLong();
        AtomicLong last = new AtomicLong();
        CountDownLatch missing = new CountDownLatch(messages);
        try (Mosquitto broker = Mosquitto.start(port)) {
            Mqtt5AsyncClient counter = MqttClient.builder()
                    .useMqttVersion5()
                    .identifier("counter")
                    .serverHost("127.0.0.1")
                    .serverPort(broker.port())
                    .buildAsync();
            counter.connect().join();
            counter.subscribeWith()
                    .topicFilter("event/#")
                    .qos(MqttQos.AT_MOST_ONCE)
                    .callback(message -> {
                        last.set(System.nanoTime());
                        first.compareAndSet(0, last.get());
                        missing.countDown();
                    })
                    .send()
                    .join();
            if (!missing.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(
                        "%d of %d messages did not come".formatted(missing.getCount(), messages));
            }
            counter.disconnect().join();
        }
        return messages / ((last.get() - first.get()) / 1e9);
    }
}
