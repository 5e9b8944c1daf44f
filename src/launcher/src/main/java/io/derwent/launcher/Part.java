package io.derwent.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What it takes to start one child JVM.
 *
 * @param name a short word: the log's name, and what a person is told
 * @param heapMegabytes upper limit of its heap
 * @param tuning the JVM's options for its compilers and its heap's parts
 */
record Part(
        String name,
        String mainClass,
        int heapMegabytes,
        List<String> tuning,
        List<String> arguments,
        Map<String, String> environment) {

    /**
     * Code has to run this often before the thorough compiler takes it: four times the JDK's numbers, so that it does not
     * compete with the start for two cores; what is really hot is compiled all the same.
     */
    private static final List<String> LATER_COMPILATION = List.of(
            "-XX:Tier4InvocationThreshold=20000",
            "-XX:Tier4MinInvocationThreshold=2400",
            "-XX:Tier4CompileThreshold=60000",
            "-XX:Tier4BackEdgeThreshold=160000");

    /** Of the heap, as much for what is new as for what stays. */
    private static final String YOUNG_HEAP = "-XX:NewRatio=1";

    Part {
        tuning = List.copyOf(tuning);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    Part(String name, String mainClass, int heapMegabytes, List<String> arguments, Map<String, String> environment) {
        this(name, mainClass, heapMegabytes, LATER_COMPILATION, arguments, environment);
    }

    /** For a part whose work is waiting: the quick compiler alone, which starts sooner and takes less memory. */
    Part compiledQuickly() {
        return new Part(name, mainClass, heapMegabytes, List.of("-XX:TieredStopAtLevel=1"), arguments, environment);
    }

    /** For a part whose objects die young: half of the heap is for them, where a third is usual. */
    Part withYoungHeap() {
        List<String> more = new ArrayList<>(tuning);
        more.add(YOUNG_HEAP);
        return new Part(name, mainClass, heapMegabytes, more, arguments, environment);
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
        options.addAll(tuning);
        return options;
    }
}
