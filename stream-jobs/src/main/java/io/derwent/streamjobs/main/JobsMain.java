package io.derwent.streamjobs.main;

import io.derwent.streamjobs.JobRun;
import io.derwent.streamjobs.assets.AssetsJob;
import io.derwent.streamjobs.vitals.VitalsJob;

/**
 * Both jobs in one process, as {@code ./derwent jobs} starts them. A cluster is given each job's own main class instead, so that
 * either is stopped, scaled and updated without the other.
 */
public final class JobsMain {
    private JobsMain() {}

    /** Runs the jobs until they are stopped; exits with 1 and one sentence when one of them cannot go on. */
    public static void main(String[] args) {
        JobRun.of(VitalsJob.JOB, AssetsJob.JOB);
    }
}
