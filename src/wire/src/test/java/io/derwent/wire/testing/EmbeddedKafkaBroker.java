package io.derwent.wire.testing;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker's own JVM: formats its directory, then is Kafka. Started by {@link EmbeddedKafka}. */
final class EmbeddedKafkaBroker {
    private EmbeddedKafkaBroker() {}

    public static void main(String[] arguments) {
        StorageTool.execute(
                new String[] {
                    "format", "--ignore-formatted", "-t", Uuid.randomUuid().toString(), "-c", arguments[0]
                },
                new PrintStream(System.out, true, StandardCharsets.UTF_8));
        Kafka.main(arguments);
    }
}
