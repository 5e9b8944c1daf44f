package io.derwent.launcher.bench;

import io.derwent.clinical.PatientState;
import io.derwent.clinical.PatientWatch;
import io.derwent.devicesim.cohort.Cohort;
import io.derwent.model.Parameter;
import io.derwent.model.Reading;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code derwent bench score}: what scoring costs. Readings a second through the rules alone on one core ({@link ScoreEngine}), of
 * few and of many patients; through the vitals job beside one that asks nothing ({@link ScorePipeline}); and the bytes that are
 * remembered of a patient. A few minutes: each figure of the rules has {@code --seconds}, those of the job five minutes at most.
 * A million patients as bytes need a heap of nine gigabytes; {@code --many} and {@code --heap} say how many and how much.
 */
@Command(
        name = "score",
        description = {
            "Readings a second through the rules alone, of few and of many patients, and through the vitals job"
                    + " beside a pass-through job; bytes remembered of a patient.",
            "Takes a few minutes: five times --seconds for the rules, then the time --patients need to be made known and"
                    + " their readings to pass both jobs, each five minutes at most."
        })
final class ScoreBench implements Callable<Integer> {
    /** For states a reading makes and forgets; all else of the heap is for those that stay. */
    private static final String YOUNG = "-Xmn256m";

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(
            names = "--few",
            defaultValue = "10000",
            description = "Patients whose states are at hand (${DEFAULT-VALUE}).")
    int few;

    @Option(names = "--many", defaultValue = "100000", description = "Patients beside those (${DEFAULT-VALUE}).")
    int many;

    @Option(names = "--seconds", defaultValue = "15", description = "A figure of the rules (${DEFAULT-VALUE}).")
    long seconds;

    @Option(
            names = "--heap",
            defaultValue = "2g",
            description = "Of the process with so many (${DEFAULT-VALUE}); a million need 9g.")
    String heap = "2g";

    @Option(names = "--patients", defaultValue = "600", description = "Through the vitals job (${DEFAULT-VALUE}).")
    int patients;

    @Option(names = "--days", defaultValue = "90", description = "Of their readings (${DEFAULT-VALUE}).")
    int days;

    @Option(names = "--without-job", description = "Leave the vitals job out.")
    boolean withoutJob;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        List<Double> engine = engine();
        Report report = new Report("score")
                .figure("readings through the rules, one core, states at hand", engine.get(0), "/s", "")
                .compared(
                        "the same, %,d patients, states as bytes".formatted(many),
                        engine.get(2),
                        "/s",
                        "%,d patients".formatted(few),
                        engine.get(1),
                        "0.8");
        if (!withoutJob) {
            ScorePipeline.Rates rates = new ScorePipeline(patients, days).run();
            report.compared(
                    "readings through the vitals job, every rule on",
                    rates.vitals(),
                    "/s",
                    "pass-through job into the same rows",
                    rates.passed(),
                    "0.5");
        }
        List<Integer> sizes = sizes();
        report.figure("state of a patient after two months, median", sizes.get(sizes.size() / 2), "B", "")
                .figure("the largest of %d".formatted(sizes.size()), sizes.get(sizes.size() - 1), "B", "")
                .figure("of one who breaches every other time, eight a day", busiest(), "B", "");
        spec.commandLine().getOut().println(report.text(json));
        return 0;
    }

    private List<Double> engine() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        YOUNG,
                        "-XX:+UseSerialGC",
                        "-Dlogback.configurationFile=io/derwent/launcher/logback-terminal.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.derwent.launcher.Child",
                        ScoreEngine.class.getName(),
                        String.valueOf(few),
                        String.valueOf(many),
                        String.valueOf(seconds))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the process with %d patients ended: %s".formatted(many, said));
        }
        return said.lines().map(Double::valueOf).toList();
    }

    /** Ascending. */
    private static List<Integer> sizes() {
        StateBytes bytes = new StateBytes();
        return ScoreTemplate.all(1).stream()
                .map(template -> bytes.of(template.state()).length)
                .sorted()
                .toList();
    }

    /** The largest state of somebody whose readings are by turns usual and as low as a living person's can be. */
    private static int busiest() {
        StateBytes bytes = new StateBytes();
        int largest = 0;
        int onePerPathway = Cohort.pathways().size();
        for (ScoreTemplate template : ScoreTemplate.all(1).subList(0, onePerPathway)) {
            largest = Math.max(largest, bytes.of(busiest(template)).length);
        }
        return largest;
    }

    private static PatientState busiest(ScoreTemplate template) {
        PatientState state = template.state();
        Reading usual = template.next().get(0);
        for (int number = 1; number <= 400; number++) {
            Instant at = usual.effectiveTime().plus(Duration.ofHours(3L * number));
            state = PatientWatch.observe(state, template.plan(), reading(usual, number, at))
                    .state();
        }
        return state;
    }

    private static Reading reading(Reading usual, int number, Instant at) {
        Map<Parameter, BigDecimal> quantities = new HashMap<>(usual.quantities());
        if (number % 2 == 0) {
            quantities.replaceAll((parameter, value) -> parameter.lowest());
        }
        return new Reading(
                usual.id() + number,
                0,
                usual.tenant(),
                usual.device(),
                usual.patient(),
                usual.kind(),
                quantities,
                usual.findings(),
                at,
                at.plusSeconds(number % 4 == 0 ? Duration.ofDays(8).toSeconds() : 1),
                usual.marks(),
                usual.seq());
    }
}
