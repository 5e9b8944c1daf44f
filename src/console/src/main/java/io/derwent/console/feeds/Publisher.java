package io.derwent.console.feeds;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes records to Kafka. */
@FunctionalInterface
public interface Publisher {
    /**
     * Sends in order and waits until Kafka has them all. Blocks.
     *
     * @throws NotPublished if one of them is not there for certain
     */
    void publish(List<ProducerRecord<String, byte[]>> records);

    /** Kafka did not take a record in time; it may or may not be there. */
    final class NotPublished extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public NotPublished(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
