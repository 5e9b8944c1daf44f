package io.derwent.launcher;

import io.derwent.devicesim.town.TownDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The simulated town as one more part of an installation: it makes itself through the APIs with the administrator's token,
 * then lives until the installation ends.
 */
final class Simulation {
    private static final Duration FOUNDING = Duration.ofMinutes(3);
    private static final int HEAP_MEGABYTES = 128;

    private final Stack stack;
    private final long seed;
    private final int patients;
    private final Duration every;

    Simulation(Stack stack, long seed, int patients, Duration every) {
        this.stack = stack;
        this.seed = seed;
        this.patients = patients;
        this.every = every;
    }

    /**
     * Returns when the town exists; its history and its life go on from here.
     *
     * @throws CannotStart if it cannot be made; the message holds the end of its log
     */
    TownDirectory start() {
        Path town = stack.directory().sim().resolve("town.json");
        // The file is written anew when the town is complete; one of an earlier run does not count.
        Instant begin = Instant.now();
        Part part = new Part(
                        "sim",
                        Environments.SIM,
                        HEAP_MEGABYTES,
                        List.of(
                                "town",
                                "--dir",
                                stack.directory().sim().toString(),
                                "--seed",
                                String.valueOf(seed),
                                "--patients",
                                String.valueOf(patients),
                                "--every",
                                every.toString(),
                                "--mqtt",
                                "127.0.0.1:" + stack.ports().mqtt(),
                                "--gateway",
                                stack.addresses().gateway(),
                                "--console",
                                stack.addresses().console()),
                        Map.of(
                                "DERWENT_ADMIN_TOKEN", stack.secrets().adminToken(),
                                "DERWENT_ADMIN_PASSWORD", stack.secrets().adminPassword()))
                .compiledQuickly();
        stack.supervise(part, () -> isWrittenSince(town, begin)).awaitReady(FOUNDING);
        return TownDirectory.read(town).orElseThrow();
    }

    private static boolean isWrittenSince(Path file, Instant begin) {
        try {
            // Some file systems keep whole seconds only.
            return Files.exists(file)
                    && Files.getLastModifiedTime(file).compareTo(FileTime.from(begin.minusSeconds(1))) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
