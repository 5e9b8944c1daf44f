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
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompressionType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How jobs are told to Flink: what holds for a job wherever it runs, and the Flink inside this JVM. */
public final class JobEnvironment {
    private static final Logger LOG = LoggerFactory.getLogger(JobEnvironment.class);

    /** How long a record may wait for others before it crosses a shuffle; each shuffle adds at most this to an alert. */
    private static final Duration BUFFER_TIMEOUT = Duration.ofMillis(5);

    /**
     * The same for what comes seldom and for nobody in a hurry (reference data, ticks): each stream has a thread that wakes that
     * often, and a dozen of them took a twentieth of the job's time.
     */
    public static final Duration UNHURRIED_BUFFER_TIMEOUT = Duration.ofMillis(100);

    /**
     * For RocksDB, times parallelism. With less, a minute at full rate made it write files all the time, and after 700,000
     * readings it read the filters of its files again for each one: the vitals job fell to half its rate.
     */
    private static final MemorySize ROCKSDB_MEMORY = MemorySize.ofMebiBytes(192);

    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(32);

    /** Of RocksDB's cache, what filters and indexes may have before data does. */
    private static final double FILTERS_AND_INDEXES = 0.4;

    /** Of RocksDB's levels, the last for all that follow: what is written again soon is not compressed. */
    private static final List<CompressionType> COMPRESSION =
            List.of(CompressionType.NO_COMPRESSION, CompressionType.NO_COMPRESSION, CompressionType.SNAPPY_COMPRESSION);

    private static final Duration CHECKPOINT_TIMEOUT = Duration.ofMinutes(2);
    private static final int RETAINED = 2;

    private JobEnvironment() {}

    /**
     * How a job behaves wherever it runs: state in RocksDB, incremental checkpoints that outlive the job, every operator
     * named by hand, nothing serialised by Kryo.
     */
    static Configuration configuration(JobsConfig config, String job) {
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
                config.checkpoints(job).toUri().toString());
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED);
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(15));
        return flink;
    }

    /** An environment to define a job in: a cluster's if it was submitted to one ({@code flink run}), else a local one. */
    static StreamExecutionEnvironment create(Configuration flink) {
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment(flink);
        environment.configure(flink);
        return environment;
    }

    /** A job knows of no checkpoint but those of its own earlier starts. */
    static void startFromNewestCheckpoint(Configuration flink, JobsConfig config, String job) {
        Path checkpoints = config.checkpoints(job);
        Optional<Path> checkpoint = Checkpoints.newestComplete(checkpoints);
        checkpoint.ifPresentOrElse(
                found -> {
                    LOG.info("{}: starting from checkpoint {}", job, found);
                    flink.set(StateRecoveryOptions.SAVEPOINT_PATH, found.toUri().toString());
                    Checkpoints.deleteOlderThan(found, checkpoints);
                },
                () -> LOG.info("{}: no checkpoint in {}, starting with the oldest record", job, checkpoints));
    }

    /** A Flink inside this JVM with room for these jobs, whose RocksDBs share what one job had. */
    static MiniClusterConfiguration localCluster(JobsConfig config, List<String> jobs) {
        Configuration flink = new Configuration();
        flink.set(RestOptions.ADDRESS, config.rest().getHostString());
        flink.set(RestOptions.BIND_ADDRESS, config.rest().getHostString());
        flink.set(RestOptions.PORT, config.rest().getPort());
        flink.set(RestOptions.BIND_PORT, Integer.toString(config.rest().getPort()));
        flink.set(RocksDBOptions.FIX_PER_TM_MEMORY_SIZE, ROCKSDB_MEMORY.multiply(config.parallelism()));
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        String scratch =
                emptyScratch(config.stateDirectory(), String.join("-", jobs)).toString();
        flink.set(CoreOptions.TMP_DIRS, scratch);
        // RocksDB refuses long paths, and Flink's own below the temporary directory is one.
        flink.set(RocksDBOptions.LOCAL_DIRECTORIES, scratch);
        return new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(jobs.size() * config.storeWriters())
                .setRpcServiceSharing(RpcServiceSharing.SHARED)
                .build();
    }

    /** For a job on {@link #localCluster}: its RocksDBs take from what all jobs share, not from a part of their own. */
    static void shareLocalMemory(Configuration flink) {
        flink.set(RocksDBOptions.USE_MANAGED_MEMORY, false);
    }

    /** Working files: beside the checkpoints, so that they share a disk; what a killed process left there is deleted. */
    private static Path emptyScratch(Path stateDirectory, String jobs) {
        Path scratch = stateDirectory
                .resolveSibling(stateDirectory.getFileName() + "-scratch")
                .resolve(jobs);
        Checkpoints.delete(scratch);
        try {
            Files.createDirectories(stateDirectory);
            return Files.createDirectories(scratch);
        } catch (IOException e) {
            throw new UncheckedIOException("state directory " + stateDirectory + " cannot be created", e);
        }
    }
}
