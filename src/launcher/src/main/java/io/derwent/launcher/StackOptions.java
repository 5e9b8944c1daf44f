package io.derwent.launcher;

import io.derwent.store.RetentionPeriods;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code up} and {@code demo} share. */
final class StackOptions {
    @Option(
            names = "--port-base",
            paramLabel = "N",
            description =
                    "Use ports N to N+9 instead of the usual ones: MQTT, MQTT over TLS, console, gateway management,"
                            + " Kafka, Kafka controller, Flink, PostgreSQL, edge MQTT, edge page.")
    @Nullable
    Integer portBase;

    @Option(
            names = "--fsync",
            description =
                    "Kafka flushes to the disk before it acknowledges: accepted messages survive a power cut, at the"
                            + " price of one disk flush per batch.")
    boolean fsync;

    @Option(
            names = "--without",
            split = ",",
            paramLabel = "PART",
            description =
                    "Leave out gateway, jobs or console, to run them by hand; DIR/run/PART.env holds the environment"
                            + " such a process needs.")
    Set<String> without = new LinkedHashSet<>();

    private static RetentionPeriods retention() {
        try {
            return RetentionPeriods.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            throw new CannotStart(e.getMessage() + ".", e);
        }
    }

    StackConfig config(Path data) {
        return new StackConfig(
                data,
                Optional.ofNullable(portBase),
                fsync,
                StackConfig.ExternalServers.from(System.getenv()),
                without,
                retention(),
                Environments.handedOn(System.getenv()),
                UserDirectories.from(System.getenv()).postgresPrograms());
    }
}
