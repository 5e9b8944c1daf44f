package io.derwent.streamjobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompressionType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Flink environment of a job: in this JVM, or the cluster it was submitted to. */
public final class JobEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(JobEnvironment.class);

    /** How long a record may wait for others before it crosses a shuffle; each shuffle adds at most this to an alert. */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);

    /**
     * For RocksDB, of each slot. With less, a minute at full rate made it write files all the time, and after 700,000 readings
     * it read the filters of its files again for each one: the job fell to half its rate.
     */
    private static final MemorySize MANAGED_MEMORY = MemorySize.ofMebiBytes(192);

    /** Of RocksDB's cache, what filters and indexes may have before data does. */
    private static final double FILTERS_AND_INDEXES = 0.4;

    /** Of RocksDB's levels, the last for all that follow: what is written again soon is not compressed. */
    private static final List<CompressionType> COMPRESSION =
            List.of(CompressionType.NO_COMPRESSION, CompressionType.NO_COMPRESSION, CompressionType.SNAPPY_COMPRESSION);

    private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(2);
    private static final int RETAINED = 2;

    private JobEnvironment() {}

    /**
     * How the job behaves wherever it runs: state in RocksDB, incremental checkpoints that outlive the job, every operator
     * named by hand, nothing serialised by Kryo.
     */
    public static Configuration configuration(JobsConfig config) {
        Configuration flink = new Configuration();
        flink.set(CoreOptions.DEFAULT_PARALLELISM, config.parallelism());
        flink.set(PipelineOptions.MAX_PARALLELISM, JobsConfig.MOST_SUBTASKS);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        flink.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
        // Most readings are new: whether an id was seen before is answered without reading a file.
        flink.set(RocksDBConfigurableOptions.USE_BLOOM_FILTER, true);
        flink.set(RocksDBOptions.USE_PARTITIONED_INDEX_FILTERS, true);
        flink.set(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL, COMPRESSION);
        flink.set(RocksDBOptions.HIGH_PRIORITY_POOL_RATIO, FILTERS_AND_INDEXES);
        flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, config.checkpointInterval());
        flink.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, CHECKPOINT_TIMEOUT);
        flink.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY,
                config.stateDirectory().toUri().toString());
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(15));
        return flink;
    }

    /**
     * The environment to define the job in: a cluster's if it was submitted to one ({@code flink run}), otherwise one inside
     * this JVM, restored from the newest complete checkpoint.
     */
    public static StreamExecutionEnvironment create(JobsConfig config) {
        Configuration flink = configuration(config);
        configureLocal(flink, config);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        environment.configure(flink);
        return environment;
    }

    private static void configureLocal(Configuration flink, JobsConfig config) {
        flink.set(RestOptions.ADDRESS, config.rest().getHostString());
        flink.set(RestOptions.BIND_ADDRESS, config.rest().getHostString());
        flink.set(RestOptions.PORT, config.rest().getPort());
        flink.set(RestOptions.BIND_PORT, Integer.toString(config.rest().getPort()));
        flink.set(TaskManagerOptions.NUM_TASK_SLOTS, config.storeWriters());
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MANAGED_MEMORY.multiply(config.storeWriters()));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(24));
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(24));
        String scratch = emptyScratch(config.stateDirectory()).toString();
        flink.set(CoreOptions.TMP_DIRS, scratch);
        // RocksDB refuses long paths, and Flink's own below the temporary directory is one.
        flink.set(RocksDBOptions.LOCAL_DIRECTORIES, scratch);
        Optional<Path> checkpoint = Checkpoints.newestComplete(config.stateDirectory());
        checkpoint.ifPresentOrElse(
                found -> {
                    LOG.info("starting from checkpoint {}", found);
                    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, found.toUri().toString());
                    Checkpoints.deleteOlderThan(found, config.stateDirectory());
                },
                () -> LOG.info("no checkpoint in {}, starting with the oldest record", config.stateDirectory()));
    }

    /** Working files: beside the checkpoints, so that they share a disk; what a killed process left there is deleted. */
    private static Path emptyScratch(Path stateDirectory) {
        Path scratch = stateDirectory.resolveSibling(stateDirectory.getFileName() + "-scratch");
        Checkpoints.delete(scratch);
        try {
            Files.createDirectories(stateDirectory);
            return Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException("state directory " + stateDirectory + " cannot be created", e);
        }
    }
}
