package io.derwent.streamjobs;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.state.ttl.TtlTimeProvider;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** How the tests of kept savepoints take, keep and restore one. */
public final class Savepoints {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double A_SECOND = 20;
    /** Before any was kept, so that nothing in them has been let go. */
    private static final Instant KEPT_AT = Instant.parse("2026-11-25T12:00:00Z");

    private Savepoints() {}

    /** Unbounded: a source that ends may spoil the savepoint of the moment. */
    public static <T> DataStream<T> stream(
            StreamExecutionEnvironment environment, String name, Class<T> type, GeneratorFunction<Long, T> elements) {
        DataGeneratorSource<T> source = new DataGeneratorSource<>(
                elements, Long.MAX_VALUE, RateLimiterStrategy.perSecond(A_SECOND), TypeInformation.of(type));
        return environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), name)
                .uid("test-" + name)
                .setParallelism(1);
    }

    /** Takes one of a running job and stops it; kept as well, where {@code derwent.savepoint.to} says. */
    public static String take(JobClient client, Path directory) throws Exception {
        // Refused while a task is still being deployed; the job itself goes on.
        String savepoint = await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> client.triggerSavepoint(
                                        directory.resolve("savepoints").toUri().toString(),
                                        SavepointFormatType.CANONICAL)
                                .get(),
                        Objects::nonNull);
        LocalFlink.stop(client);
        keepIfAskedTo(savepoint);
        return savepoint;
    }

    /**
     * The one kept under this name, in a directory of its own: Flink restores no resource. The clock by which state is let go
     * stands at that day until {@link #clockGoes}.
     */
    public static String kept(String name, Path directory) throws IOException {
        TtlTimeProvider.STANDS_AT.set(KEPT_AT.toEpochMilli());
        Path to = Files.createDirectories(directory.resolve(name));
        URL resource = Objects.requireNonNull(Savepoints.class.getResource("/savepoints/" + name));
        try (var files = Files.list(Path.of(URI.create(resource.toString())))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to.toUri().toString();
    }

    /** After a test that restored a kept one. */
    public static void clockGoes() {
        TtlTimeProvider.STANDS_AT.set(0);
    }

    /** For a job that goes on from it, with other sources. */
    public static Configuration restoring(String savepoint, Path directory) {
        Configuration configuration = LocalFlink.configuration(directory.resolve("restored"));
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
        configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
        return configuration;
    }

    private static void keepIfAskedTo(String savepoint) throws IOException {
        String directory = System.getProperty("derwent.savepoint.to", "");
        if (directory.isEmpty()) {
            return;
        }
        Path to = Files.createDirectories(Path.of(directory));
        try (var files = Files.list(Path.of(URI.create(savepoint)))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
