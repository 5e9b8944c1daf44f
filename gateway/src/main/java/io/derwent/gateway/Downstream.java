package io.derwent.gateway;

import io.vertx.core.Future;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where accepted messages go. */
interface Downstream {
    /**
     * Makes a record durable. Called on the adapter's event loop, never blocks; the future completes on the same loop, in
     * the order of the calls for records of one topic and key.
     *
     * @return failed with {@link Refusal} UNAVAILABLE if it is not durable, or not known to be, after a few seconds
     */
    Future<Void> send(ProducerRecord<String, byte[]> record);
}
