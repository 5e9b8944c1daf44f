package io.derwent.launcher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Resident memory of processes, from {@code /proc/PID/smaps_rollup}: RSS counts a shared page in every process that maps
 * it, PSS shares it out, so that PSS is what the machine really gives.
 */
record Memory(long rssKilobytes, long pssKilobytes) {

    static Memory of(Collection<ProcessHandle> processes) {
        long rss = 0;
        long pss = 0;
        for (ProcessHandle process : processes) {
            try {
                for (String line :
                        Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "smaps_rollup"))) {
                    if (line.startsWith("Rss:")) {
                        rss += kilobytes(line);
                    } else if (line.startsWith("Pss:")) {
                        pss += kilobytes(line);
                    }
                }
            } catch (IOException e) {
                // the process has ended; it holds nothing
            }
        }
        return new Memory(rss, pss);
    }

    private static long kilobytes(String line) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
    }

    double rssMegabytes() {
        return rssKilobytes / 1024.0;
    }

    double pssMegabytes() {
        return pssKilobytes / 1024.0;
    }
}
