package io.derwent.hono;

import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine;

/** There is nothing to read; the message is one sentence for the person at the terminal. */
final class CannotRead extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int NO_TENANT = 1;
    private static final int NO_KAFKA = 3;

    private final int exitCode;

    private CannotRead(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** What Kafka's client cannot make an address of. */
    static CannotRead wrongAddress(String address, ConfigException why) {
        String message = String.valueOf(why.getMessage());
        return message.startsWith("No resolvable")
                ? noKafka(address, "no such host is known")
                : new CannotRead(
                        "\"%s\" is not an address of Kafka, host:port is expected.".formatted(address),
                        CommandLine.ExitCode.USAGE);
    }

    static CannotRead noKafka(String address, String why) {
        return new CannotRead(
                "No Kafka answers at %s (%s); name another with --kafka or DERWENT_KAFKA.".formatted(address, why),
                NO_KAFKA);
    }

    static CannotRead noTenant(String tenant, String topic, String address) {
        return new CannotRead(
                "There is no tenant \"%s\" at %s: Kafka has no topic %s.".formatted(tenant, address, topic), NO_TENANT);
    }

    int exitCode() {
        return exitCode;
    }
}
