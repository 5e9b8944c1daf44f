package io.derwent.streamjobs;

import io.derwent.store.DatabaseConfig;
import io.derwent.wire.KafkaConnection;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a job process is told, from the environment.
 *
 * @param kafka              where Kafka is ({@code DERWENT_KAFKA}), and how to log in there ({@code DERWENT_KAFKA_PROPERTIES})
 * @param database           where rows go ({@code DERWENT_DB_URL}, {@code _USER}, {@code _PASSWORD})
 * @param stateDirectory     checkpoints ({@code DERWENT_JOBS_STATE_DIR}); on a cluster, storage every machine sees
 * @param rest               address of Flink's REST interface when the jobs run by themselves ({@code DERWENT_JOBS_REST})
 * @param parallelism        subtasks of every keyed step, 1 to 128 ({@code DERWENT_JOBS_PARALLELISM})
 * @param checkpointInterval time between checkpoints, at least a second ({@code DERWENT_JOBS_CHECKPOINT_INTERVAL}, ISO 8601)
 */
public record JobsConfig(
        KafkaConnection kafka,
        DatabaseConfig database,
        Path stateDirectory,
        InetSocketAddress rest,
        int parallelism,
        Duration checkpointInterval) {
    static final int MOST_SUBTASKS = 128;
    private static final int FEWEST_WRITERS = 2;

    /** Was alone in the state directory once; checkpoints of then are restored. */
    private static final String FIRST_JOB = "vitals";

    private static final String DEFAULT_REST = "127.0.0.1:8081";
    private static final String DEFAULT_PARALLELISM = "1";
    private static final String DEFAULT_CHECKPOINT_INTERVAL = "PT10S";
    private static final Duration SHORTEST_CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    public JobsConfig {
        if (parallelism < 1 || parallelism > MOST_SUBTASKS) {
            throw new IllegalArgumentException(
                    "DERWENT_JOBS_PARALLELISM is %d, 1 to %d is expected".formatted(parallelism, MOST_SUBTASKS));
        }
        if (checkpointInterval.compareTo(SHORTEST_CHECKPOINT_INTERVAL) < 0) {
            throw new IllegalArgumentException("DERWENT_JOBS_CHECKPOINT_INTERVAL is %s, at least %s is expected"
                    .formatted(checkpointInterval, SHORTEST_CHECKPOINT_INTERVAL));
        }
    }

    /**
     * Where a job's checkpoints are, {@code <job id>/chk-<n>} below it: the vitals job's in the state directory itself, as ever,
     * another's in a directory there that has its name.
     */
    public Path checkpoints(String job) {
        return job.equals(FIRST_JOB) ? stateDirectory : stateDirectory.resolve(job);
    }

    /** Subtasks that write rows: one alone waits for the database while nobody keeps it busy. */
    public int storeWriters() {
        return Math.max(FEWEST_WRITERS, parallelism);
    }

    /**
     * Reads the environment.
     *
     * @throws IllegalArgumentException naming the variable that is missing or wrong
     */
    public static JobsConfig fromEnvironment(Map<String, String> environment) {
        return new JobsConfig(
                KafkaConnection.fromEnvironment(environment)
                        .orElseThrow(() -> new IllegalArgumentException("DERWENT_KAFKA is not set")),
                DatabaseConfig.fromEnvironment(environment).withPoolSize(1),
                Path.of(required(environment, "DERWENT_JOBS_STATE_DIR")).toAbsolutePath(),
                address("DERWENT_JOBS_REST", environment.getOrDefault("DERWENT_JOBS_REST", DEFAULT_REST)),
                number(
                        "DERWENT_JOBS_PARALLELISM",
                        environment.getOrDefault("DERWENT_JOBS_PARALLELISM", DEFAULT_PARALLELISM)),
                duration(
                        "DERWENT_JOBS_CHECKPOINT_INTERVAL",
                        environment.getOrDefault("DERWENT_JOBS_CHECKPOINT_INTERVAL", DEFAULT_CHECKPOINT_INTERVAL)));
    }

    private static String required(Map<String, String> environment, String name) {
        @Nullable String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static InetSocketAddress address(String name, String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port >= 0 && port <= 65_535) {
                return InetSocketAddress.createUnresolved(text.substring(0, colon), port);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s is \"%s\", host:port is expected".formatted(name, text), e);
        }
        throw new IllegalArgumentException("%s is \"%s\", host:port is expected".formatted(name, text));
    }

    private static int number(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("%s is \"%s\", a number is expected".formatted(name, text), e);
        }
    }

    private static Duration duration(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "%s is \"%s\", an ISO 8601 duration such as PT10S is expected".formatted(name, text), e);
        }
    }
}
