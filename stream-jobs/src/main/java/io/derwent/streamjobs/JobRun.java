package io.derwent.streamjobs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process of jobs from start to end. Stops cleanly on SIGTERM: the jobs are cancelled, their checkpoints stay, and what was
 * under way since the newest is done again at the next start.
 */
public final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);
    private static final int BAD_CONFIGURATION = 2;

    private JobRun() {}

    /** Runs until one of them ends; on failure says one sentence and exits with 1, on a wrong environment with 2. */
    public static void of(Job... jobs) {
        int status = run(List.of(jobs));
        if (status != 0) {
            System.exit(status);
        }
    }

    private static int run(List<Job> jobs) {
        String names = jobs.stream().map(Job::name).collect(Collectors.joining(" and "));
        JobsConfig config;
        try {
            config = JobsConfig.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {}", names, e.getMessage());
            return BAD_CONFIGURATION;
        }
        LOG.info("{}: {}", names, config);
        try {
            Prerequisites.await(config);
            try (RunningJobs running = RunningJobs.start(config, jobs)) {
                Runtime.getRuntime().addShutdownHook(new Thread(running::close, "jobs-stop"));
                Optional<String> failure = running.awaitFirstEnd();
                failure.ifPresentOrElse(LOG::error, () -> LOG.info("{}: cancelled", names));
                return failure.isPresent() ? 1 : 0;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (Exception e) {
            LOG.error("{}: cannot start: {}", names, e.getMessage(), e);
            return 1;
        }
    }
}
