package io.derwent.streamjobs;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.client.JobCancellationException;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job's process from start to end. Stops cleanly on SIGTERM: the job is cancelled, its checkpoints stay, and what was under
 * way since the newest is done again at the next start.
 */
public final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final long STOPS_WITHIN_SECONDS = 10;

    private JobRun() {}

    /** Waits for what the job needs and defines it. */
    public interface Definition {
        StreamExecutionEnvironment define(JobsConfig config) throws InterruptedException;
    }

    /** Runs until the job ends; on bad configuration or failure says one sentence and exits with 1. */
    public static void of(String name, Definition definition) {
        int status = run(name, definition);
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(String name, Definition definition) {
        JobsConfig config;
        try {
            config = JobsConfig.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {}", name, e.getMessage());
            return 1;
        }
        LOG.info("{}: {}", name, config);
        try {
            JobClient job = definition.define(config).executeAsync(name);
            LOG.info("{}: running as job {}", name, job.getJobID());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(name, job), name + "-stop"));
            job.getJobExecutionResult().get();
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (Exception e) {
            if (ExceptionUtils.findThrowable(e, JobCancellationException.class).isPresent()) {
                LOG.info("{}: cancelled", name);
                return 0;
            }
            LOG.error("{}: the job ended: {}", name, e.getMessage(), e);
            return 1;
        }
    }

    /**
     * Returns when the job's operators have ended, not when they were told to: a JVM that exits while RocksDB compacts in the
     * background hangs for ever (RocksDB's clean-up waits for its thread, which waits to enter the JVM).
     */
    private static void stop(String name, JobClient job) {
        try {
            job.cancel().get(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS);
            var unused = job.getJobExecutionResult()
                    .handle((result, ended) -> name)
                    .get(STOPS_WITHIN_SECONDS, TimeUnit.SECONDS);
            LOG.info("{}: stopped", name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("{}: had ended before it was stopped", name, e);
        }
    }
}
