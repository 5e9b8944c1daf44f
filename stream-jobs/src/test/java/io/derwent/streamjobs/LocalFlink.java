package io.derwent.streamjobs;

import io.derwent.store.DatabaseConfig;
import io.derwent.wire.KafkaConnection;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;

/** How the tests run a job inside their own JVM. */
public final class LocalFlink {
    private LocalFlink() {}

    public static Configuration configuration(Path directory) {
        Configuration configuration = JobEnvironment.configuration(
                new JobsConfig(
                        KafkaConnection.to("nowhere:9092"),
                        new DatabaseConfig("jdbc:postgresql://nowhere/derwent", "nobody", "nothing"),
                        directory,
                        InetSocketAddress.createUnresolved("127.0.0.1", 0),
                        2,
                        Duration.ofSeconds(10)),
                "test");
        // A failure is the test's, not something to try again.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return configuration;
    }

    /** Cancels and waits until it has ended, so that nothing writes into a directory that is about to go. */
    public static void stop(JobClient job) throws Exception {
        job.cancel().get();
        job.getJobExecutionResult().handle((result, cancelled) -> true).get();
    }
}
