package io.derwent.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import io.derwent.registry.DeviceDirectory;
import io.derwent.wire.PayloadDecoders;
import java.time.Clock;
import java.time.Instant;

/** What all instances of the adapter share. Everything in it may be called from any thread. */
record Parts(
        Clock clock,
        DeviceDirectory directory,
        Connections connections,
        Rights rights,
        KafkaSender sender,
        KafkaTopics topics,
        PayloadDecoders decoders,
        Cache<String, Instant> writtenDeadLetters,
        ByteBudget inFlightBytes,
        ByteBudget waitingBytes,
        GatewayMetrics metrics,
        Commands commands,
        CommandReader commandReader) {
    /** The pool whatever blocks on the database runs on. */
    static final String WORKERS = "registry";

    static final int WORKER_THREADS = 8;
}
