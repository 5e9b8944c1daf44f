package io.derwent.streamjobs;

import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job as a process starts it.
 *
 * @param name       a short word: Flink's name of the job, its consumer group's and its checkpoints'
 * @param definition adds the job, sources and sinks included
 */
public record Job(String name, Definition definition) {
    /** Adds a job to an environment. */
    public interface Definition {
        void define(StreamExecutionEnvironment environment, JobsConfig config);
    }
}
