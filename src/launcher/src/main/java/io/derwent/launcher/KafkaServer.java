package io.derwent.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.Uuid;

/**
 * The embedded broker: one Kafka node that is its own controller, in a JVM of its own, because Kafka ends the JVM it runs
 * in when its disk fails. {@link #prepare} runs in the launcher, {@link #main} in the child.
 */
public final class KafkaServer {
    private KafkaServer() {}

    /**
     * Writes the broker's configuration for this start.
     *
     * @param fsync true makes the broker flush each batch to the disk before it acknowledges, so that an acknowledged message
     *     survives a power cut; the price is one disk flush per batch
     * @return the configuration file, the one argument of {@link #main}
     */
    static Path prepare(Path directory, Ports ports, boolean fsync) throws IOException {
        Path file = directory.resolve("server.properties");
        Files.writeString(file, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                default.replication.factor=1
                num.partitions=8
                offsets.topic.num.partitions=4
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                # One machine: a start after a hard kill need not wait long for the dead broker's session.
                broker.session.timeout.ms=1500
                broker.heartbeat.interval.ms=500
                log.cleaner.dedupe.buffer.size=8388608
                num.network.threads=2
                num.io.threads=4
                num.recovery.threads.per.data.dir=2
                %4$s
                """.formatted(
                        ports.kafka(),
                        ports.kafkaController(),
                        directory.resolve("data").toString().replace("\\", "/"),
                        fsync ? "log.flush.interval.messages=1" : ""));
        return file;
    }

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Path complete = file.resolveSibling("formatted");
        if (!Files.exists(complete)) {
            // A start killed half-way leaves a directory nobody has written to.
            DataDirectory.deleteTree(file.resolveSibling("data"));
            format(file);
            Files.createFile(complete);
        }
        kafka.Kafka.main(new String[] {file.toString()});
    }

    private static void format(Path file) {
        PrintStream log = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int result = kafka.tools.StorageTool.execute(
                new String[] {
                    "format", "--ignore-formatted", "-t", Uuid.randomUuid().toString(), "-c", file.toString()
                },
                log);
        if (result != 0) {
            throw new IllegalStateException("Kafka's storage tool ended with " + result);
        }
    }
}
