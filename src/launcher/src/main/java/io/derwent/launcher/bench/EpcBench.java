package io.derwent.launcher.bench;

import io.derwent.gs1.epc.Epc;
import io.derwent.gs1.epc.Tag;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code derwent bench epc}: tags read a second on one core, from hexadecimal to the key, beside what the JDK takes to turn the
 * same text into bytes and nothing more.
 */
@Command(name = "epc", description = "RFID tags read a second on one core, from hexadecimal to the GS1 key.")
final class EpcBench implements Callable<Integer> {
    /** One tag of each scheme that is built; two from TDS annex E.3. */
    private static final List<String> TAGS = List.of(
            "3035348A4C0000400000000C",
            "3274257BF46072000000162E",
            "3374257BF40C0E400000162E",
            "3415348A4C000000000001A1",
            "3815348A4E44460C1A316E000000000000000000000000000000");

    /** Tags between two looks at the clock. */
    private static final int BATCH = 10_000;

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(names = "--seconds", defaultValue = "2", description = "How long each figure is taken (${DEFAULT-VALUE}).")
    int seconds;

    /** Keeps the compiler from leaving out what nobody looks at. */
    private final LongAdder seen = new LongAdder();

    @Override
    public Integer call() {
        Report report = new Report("epc");
        measure(TAGS, EpcBench::read);
        double hexOnly = measure(TAGS, hex -> HexFormat.of().parseHex(hex).length);
        report.compared("all schemes in turn", measure(TAGS, EpcBench::read), "/s", "hex to bytes", hexOnly, "");
        bySchemes().forEach((scheme, tag) -> report.figure(scheme, measure(List.of(tag), EpcBench::read), "/s", ""));
        report.print(json);
        return 0;
    }

    private static int read(String hex) {
        return Tag.read(hex).epc().orElseThrow().key().hashCode();
    }

    private static Map<String, String> bySchemes() {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String hex : TAGS) {
            Epc epc = Tag.read(hex).epc().orElseThrow();
            tags.put(epc.scheme().standardName(), hex);
        }
        return tags;
    }

    /** Calls a second. */
    private double measure(List<String> tags, ToIntFunction<String> work) {
        long start = System.nanoTime();
        long end = start + TimeUnit.SECONDS.toNanos(seconds);
        long calls = 0;
        while (System.nanoTime() < end) {
            int sum = 0;
            for (int i = 0; i < BATCH; i++) {
                sum += work.applyAsInt(tags.get(i % tags.size()));
            }
            seen.add(sum);
            calls += BATCH;
        }
        return calls * 1e9 / (System.nanoTime() - start);
    }
}
