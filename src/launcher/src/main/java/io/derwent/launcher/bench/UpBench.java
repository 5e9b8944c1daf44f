package io.derwent.launcher.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code derwent bench up}: how long until everything is ready, and how much memory it then holds. */
@Command(
        name = "up",
        description =
                "Seconds until `up` is ready, on an empty directory and on an existing one, and the resident memory of"
                        + " all its processes together.")
final class UpBench implements Callable<Integer> {
    private static final double AIM_SECONDS = 20;
    private static final double AIM_MEGABYTES = 1536;
    private static final long SETTLE_MILLIS = 10_000;

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Override
    public Integer call() throws Exception {
        try (Subject subject = Subject.start()) {
            double first = subject.secondsToReady();
            Memory fresh = Memory.of(subject.processes());
            subject.restart();
            double later = subject.secondsToReady();
            Thread.sleep(SETTLE_MILLIS);
            Memory settled = Memory.of(subject.processes());
            new Report("up")
                    .compared("ready, first start on an empty directory", first, "s", "aim", AIM_SECONDS, "< 20 s")
                    .compared("ready, later start", later, "s", "aim", AIM_SECONDS, "< 20 s")
                    .compared(
                            "memory after the first start (PSS)", fresh.pssMegabytes(), "MB", "aim", AIM_MEGABYTES, "")
                    .compared(
                            "memory 10 s after a later start (PSS)",
                            settled.pssMegabytes(),
                            "MB",
                            "aim",
                            AIM_MEGABYTES,
                            "< 1.5 GB")
                    .compared(
                            "the same, RSS added up (shared pages counted often)",
                            settled.rssMegabytes(),
                            "MB",
                            "aim",
                            AIM_MEGABYTES,
                            "")
                    .print(json);
        }
        return 0;
    }
}
