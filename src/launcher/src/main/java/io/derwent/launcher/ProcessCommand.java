package io.derwent.launcher;

import io.derwent.streamjobs.JobsConfig;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/**
 * One process of the house in this JVM, as in production: everything it must know stands in its environment. What is missing
 * there is named in one sentence, and the exit code is 2.
 */
abstract class ProcessCommand implements Callable<Integer> {
    private static final String DATABASE_AND_KAFKA =
            " Environment: DERWENT_DB_URL, _USER, _PASSWORD, DERWENT_KAFKA, DERWENT_KAFKA_PROPERTIES,";

    private final String mainClass;

    ProcessCommand(String mainClass) {
        this.mainClass = mainClass;
    }

    @Override
    public Integer call() throws Exception {
        MainClass.run(mainClass);
        // The process lives in its own threads; it ends by a signal or by itself.
        new CountDownLatch(1).await();
        return 0;
    }

    /** {@code derwent gateway}. */
    @Command(
            name = "gateway",
            description = "Runs the gateway: MQTT in, Kafka out, the registry API." + DATABASE_AND_KAFKA
                    + " DERWENT_GATEWAY_MQTT, _MQTTS, _TLS_CERT, _TLS_KEY, _HTTP.")
    static final class Gateway extends ProcessCommand {
        Gateway() {
            super(Environments.GATEWAY);
        }
    }

    /** {@code derwent jobs}. */
    @Command(
            name = "jobs",
            description = "Runs the vitals job and the assets job in a Flink of their own." + DATABASE_AND_KAFKA
                    + " DERWENT_JOBS_STATE_DIR, DERWENT_JOBS_REST.")
    static final class Jobs extends ProcessCommand {
        Jobs() {
            super(Environments.JOBS);
        }

        /** The jobs' main says a wrong environment in the log, for Flink, and ends with 1; here it ends as the others do. */
        @Override
        public Integer call() throws Exception {
            try {
                var unused = JobsConfig.fromEnvironment(System.getenv());
            } catch (IllegalArgumentException e) {
                throw new BadEnvironment("jobs: " + e.getMessage(), e);
            }
            return super.call();
        }
    }

    /** {@code derwent console}. */
    @Command(
            name = "console",
            description = "Runs the web application." + DATABASE_AND_KAFKA
                    + " DERWENT_CONSOLE_HTTP; with DERWENT_DB_OWNER_USER and _PASSWORD it migrates first.")
    static final class Console extends ProcessCommand {
        Console() {
            super(Environments.CONSOLE);
        }
    }
}
