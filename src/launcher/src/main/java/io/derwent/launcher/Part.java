package io.derwent.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What it takes to start one child JVM.
 *
 * @param name a short word: the log's name, and what a person is told
 * @param heapMegabytes upper limit of its heap
 */
record Part(
        String name,
        String mainClass,
        int heapMegabytes,
        List<String> moreJvmOptions,
        List<String> arguments,
        Map<String, String> environment) {

    Part {
        moreJvmOptions = List.copyOf(moreJvmOptions);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    Part(String name, String mainClass, int heapMegabytes, List<String> arguments, Map<String, String> environment) {
        this(name, mainClass, heapMegabytes, List.of(), arguments, environment);
    }

    /** Sized for a laptop or a ward box: small heaps, one collector thread, no more native memory than needed. */
    List<String> jvmOptions() {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:MinHeapFreeRatio=10",
                "-XX:MaxHeapFreeRatio=30",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Djava.awt.headless=true"));
        options.addAll(moreJvmOptions);
        return options;
    }
}
