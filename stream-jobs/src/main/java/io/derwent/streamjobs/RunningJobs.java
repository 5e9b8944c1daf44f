package io.derwent.streamjobs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.client.deployment.executors.PipelineExecutorUtils;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient;
import org.apache.flink.runtime.minicluster.MiniClusterJobClient.JobFinalizationBehavior;
import org.apache.flink.streaming.api.environment.LocalStreamEnvironment;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs that run: on the cluster they were submitted to, otherwise side by side on one Flink inside this JVM. There each is a
 * job of its own, with its own checkpoints and restarts, so that one that fails again and again leaves the other alone; what
 * costs memory (slots' RocksDB, network buffers, the JVM) is there once.
 */
public final class RunningJobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningJobs.class);
    private static final long STOPS_WITHIN_SECONDS = 10;

    private final Optional<MiniCluster> local;
    private final Map<String, JobClient> jobs = new LinkedHashMap<>();
    private boolean closed;

    private RunningJobs(Optional<MiniCluster> local) {
        this.local = local;
    }

    /** Starts them, each from its newest complete checkpoint; returns when they are accepted, not when their tasks run. */
    public static RunningJobs start(JobsConfig config, List<Job> jobs) throws Exception {
        Optional<MiniCluster> local = isLocal()
                ? Optional.of(new MiniCluster(JobEnvironment.localCluster(
                        config, jobs.stream().map(Job::name).toList())))
                : Optional.empty();
        RunningJobs running = new RunningJobs(local);
        try {
            if (local.isPresent()) {
                local.get().start();
            }
            for (Job job : jobs) {
                running.start(job, config);
            }
            return running;
        } catch (Exception e) {
            running.close();
            throw e;
        }
    }

    private static boolean isLocal() {
        return StreamExecutionEnvironment.getExecutionEnvironment() instanceof LocalStreamEnvironment;
    }

    private void start(Job job, JobsConfig config) throws Exception {
        Configuration flink = JobEnvironment.configuration(config, job.name());
        if (local.isPresent()) {
            JobEnvironment.shareLocalMemory(flink);
        }
        JobEnvironment.startFromNewestCheckpoint(flink, config, job.name());
        StreamExecutionEnvironment environment = JobEnvironment.create(flink);
        job.definition().define(environment, config);
        JobClient client = local.isPresent()
                ? submit(local.get(), environment, job.name(), flink)
                : environment.executeAsync(job.name());
        jobs.put(job.name(), client);
        LOG.info("{}: running as job {}", job.name(), client.getJobID());
    }

    /** What Flink's own local executor does, which starts a cluster for each job. */
    private static JobClient submit(
            MiniCluster cluster, StreamExecutionEnvironment environment, String name, Configuration flink)
            throws Exception {
        StreamGraph defined = environment.getStreamGraph();
        defined.setJobName(name);
        StreamGraph graph = PipelineExecutorUtils.getStreamGraph(defined, flink);
        graph.serializeUserDefinedInstances();
        return new MiniClusterJobClient(
                cluster.submitJob(graph).get().getJobID(),
                cluster,
                RunningJobs.class.getClassLoader(),
                JobFinalizationBehavior.NOTHING);
    }

    /**
     * Waits until one of them ends: without it the others are not what was asked for.
     *
     * @return one sentence that says which and why; empty if it was cancelled
     */
    Optional<String> awaitFirstEnd() throws InterruptedException {
        Map<String, CompletableFuture<?>> ends = new LinkedHashMap<>();
        jobs.forEach((name, job) -> ends.put(name, job.getJobExecutionResult()));
        CompletableFuture<Object> first = CompletableFuture.anyOf(ends.values().toArray(new CompletableFuture<?>[0]));
        try {
            first.get();
            return Optional.empty();
        } catch (ExecutionException e) {
            if (ExceptionUtils.findThrowable(e, JobCancellationException.class).isPresent()) {
                return Optional.empty();
            }
            LOG.debug("why a job ended", e);
            return Optional.of("%s: the job ended: %s".formatted(whichFailed(ends), e.getMessage()));
        }
    }

    private static String whichFailed(Map<String, CompletableFuture<?>> ends) {
        return ends.entrySet().stream()
                .filter(end -> end.getValue().isCompletedExceptionally())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("jobs");
    }

    /**
     * Cancels them; their checkpoints stay. Returns when the jobs' operators have ended, not when they were told to: a JVM that
     * exits while RocksDB compacts in the background hangs for ever (RocksDB's clean-up waits for its thread, which waits to
     * enter the JVM).
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Map<String, CompletableFuture<?>> stopping = new LinkedHashMap<>();
        jobs.forEach((name, job) -> stopping.put(
                name,
                job.cancel()
                        .thenCompose(cancelled -> job.getJobExecutionResult())
                        .handle((result, ended) -> name)));
        stopping.forEach(RunningJobs::awaitStopped);
        local.ifPresent(cluster -> awaitStopped("Flink", cluster.closeAsync()));
    }

    private static void awaitStopped(String name, CompletableFuture<?> stopped) {
        try {
            stopped.get(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS);
            LOG.info("{}: stopped", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{}: did not stop within {} s", name, STOPS_WITHIN_SECONDS, e);
        }
    }
}
