package io.derwent.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code derwent demo}: {@code up} with a simulated town, made through the same APIs anybody uses. */
@Command(
        name = "demo",
        description =
                "Starts everything on this machine with a simulated town of two organisations, 40 patients and 60 pieces"
                        + " of equipment, prints addresses and logins, and keeps running until Ctrl-C.")
final class DemoCommand implements Callable<Integer> {
    private static final String KEPT = "kept";

    @Option(
            names = "--json",
            description =
                    "When ready, print one line of JSON on standard output; everything else goes to standard error.")
    boolean json;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the installation here; without it a fresh one is made and removed at the end.")
    @Nullable
    Path data;

    @Option(
            names = "--keep",
            description = "Without --data: do not remove the installation at the end; says where it is.")
    boolean keep;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides the town and everything that happens in it (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--patients",
            paramLabel = "N",
            defaultValue = "40",
            description = "How many people live in the town (default: ${DEFAULT-VALUE}).")
    int patients;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            defaultValue = "5m",
            description = "How often each of its devices measures, roughly, such as 10s (default: ${DEFAULT-VALUE}).")
    Duration every = Duration.ZERO;

    @Mixin
    StackOptions options = new StackOptions();

    @Override
    public Integer call() throws InterruptedException, IOException {
        Narrator narrator = Narrator.onStandardError();
        boolean throwAway = data == null;
        StackConfig config = options.config(data == null ? freshPlace() : data);
        try (DataDirectory directory = DataDirectory.open(config.data());
                Stack stack = new Stack(config, directory, narrator)) {
            Interrupt.stops(() -> {
                stack.stop();
                if (throwAway && !keep) {
                    directory.delete();
                }
            });
            if (throwAway && keep) {
                Files.createFile(directory.root().resolve(KEPT));
                narrator.say("the installation is kept in %s", directory.root());
            }
            stack.start();
            DemoReport report =
                    new DemoReport(stack.addresses(), new Simulation(stack, seed, patients, every).start(), directory);
            narrator.say("ready: the town is there, its history arrives now");
            if (json) {
                System.out.println(report.toJson());
                System.out.flush();
            }
            report.describe().forEach(narrator::line);
            narrator.line("  Ctrl-C stops everything.");
            throw new CannotStart(stack.awaitFailure());
        }
    }

    /** A directory of its own below the user's state directory; those an earlier, killed demo left are removed first. */
    private static Path freshPlace() throws IOException {
        Path demos = UserDirectories.from(System.getenv()).state().resolve("demo");
        Files.createDirectories(demos);
        try (var left = Files.list(demos)) {
            List<Path> abandoned = left.filter(Files::isDirectory).toList();
            for (Path directory : abandoned) {
                DataDirectory.openIfFree(directory).ifPresent(free -> {
                    try (free) {
                        if (!Files.exists(free.root().resolve(KEPT))) {
                            LocalPostgres.stopOrphan(free.postgres());
                            free.delete();
                        }
                    }
                });
            }
        }
        return Files.createTempDirectory(demos, "");
    }
}
