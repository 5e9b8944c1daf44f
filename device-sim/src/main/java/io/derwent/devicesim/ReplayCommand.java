package io.derwent.devicesim;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.PahoLinks;
import io.derwent.devicesim.replay.MonthlyAverages;
import io.derwent.devicesim.replay.MonthlyAverages.Average;
import io.derwent.devicesim.replay.Recorded;
import io.derwent.devicesim.replay.Replay;
import io.derwent.devicesim.replay.WithingsFile;
import io.derwent.devicesim.scenario.Pace;
import io.derwent.devicesim.scenario.Performance;
import io.derwent.devicesim.scenario.Tally;
import io.derwent.devicesim.scenario.Transmission;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sim replay}. */
@Command(
        name = "replay",
        description = {
            "Replays a Withings measurement list as one device's canonical readings, assigned from 2021 on.",
            "Prints what was sent, refused and doubtful, and each month's averages (Europe/London) as the store must have"
                    + " them; exit code 1 if an answer or, with --compare, an average differs."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
final class ReplayCommand implements Callable<Integer> {
    /** From the range that is never issued. */
    private static final String NHS_NUMBER = "9990000018";

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    enum Format {
        text,
        json
    }

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private ConsoleOptions console;

    @Mixin
    private TokenOption token;

    @Parameters(index = "0", paramLabel = "FILE", description = "the recording")
    private Path file;

    @Option(names = "--tenant", defaultValue = "derby-community", description = "organisation (${DEFAULT-VALUE})")
    private String tenant;

    @Option(
            names = "--device",
            defaultValue = "recorded-1",
            description = "device the readings come from (${DEFAULT-VALUE})")
    private String device;

    @Option(names = "--patient", defaultValue = "p-recorded", description = "who has the device (${DEFAULT-VALUE})")
    private String patient;

    @Option(
            names = "--ledger",
            paramLabel = "FILE",
            defaultValue = "replay-ledger.ndjson",
            description = "where acknowledgements are kept, for sim verify (${DEFAULT-VALUE})")
    private Path ledger;

    @Option(names = "--shuffle", paramLabel = "SEED", description = "send in an order of this seed")
    private @Nullable Long shuffle;

    @Option(names = "--twice", description = "send everything twice")
    private boolean twice;

    @Option(
            names = "--averages",
            defaultValue = "text",
            description = "print the monthly averages as ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE})")
    private Format averages;

    @Option(names = "--dry-run", description = "read and print, send nothing")
    private boolean dryRun;

    @Option(names = "--compare", description = "wait until the console's export has the same averages for this patient")
    private boolean compare;

    @Option(
            names = "--within",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "how long --compare waits (${DEFAULT-VALUE})")
    private Duration within;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        WithingsFile recording = WithingsFile.read(file);
        List<Average> expected = MonthlyAverages.of(recording.recorded()).averages();
        summarise(recording);
        boolean asItShouldBe = dryRun || (send(recording) && (!compare || arriveAt(expected)));
        printAverages(expected);
        return asItShouldBe ? 0 : SimMain.NOT_AS_IT_SHOULD_BE;
    }

    private void summarise(WithingsFile recording) {
        PrintWriter err = spec.commandLine().getErr();
        recording.recorded().stream()
                .collect(Collectors.groupingBy(one -> one.kind().code(), java.util.TreeMap::new, Collectors.counting()))
                .forEach((kind, count) -> err.printf("%-18s %6d%n", kind, count));
        err.printf("%-18s %6d%n", "goals left out", recording.goals());
        new java.util.TreeMap<>(recording.ignoredTypes())
                .forEach((type, count) -> err.printf("%-18s %6d%n", "type %d ignored".formatted(type), count));
        err.printf(
                "%-18s %6d%n",
                "doubtful",
                recording.recorded().stream().filter(Recorded::isDoubtful).count());
        recording.recorded().stream()
                .filter(one -> one.refusal().isPresent())
                .forEach(one -> err.printf(
                        "to be refused: %s of %s, %s%n",
                        one.recordId(), one.takenAt(), one.refusal().orElse("")));
        err.flush();
    }

    private boolean send(WithingsFile recording) throws InterruptedException {
        Replay replay = new Replay(tenant, device, patient);
        Login login = replay.prepare(gateway.registry(token), console.api(token), NHS_NUMBER);
        Pace pace = Pace.real(Clock.systemUTC());
        List<Transmission> script = replay.script(
                recording.recorded(),
                shuffle == null ? OptionalLong.empty() : OptionalLong.of(shuffle),
                twice,
                pace.now());
        Tally.Figures done =
                replay.send(script, new PahoLinks(gateway.mqtt), login, ledger, pace, Performance.senders(1));
        spec.commandLine().getErr().println(done);
        long refusals = script.stream()
                .filter(transmission -> transmission.implies().refused())
                .count();
        boolean asExpected = done.refused() == refusals && done.acknowledged() == script.size() - refusals;
        if (!asExpected) {
            spec.commandLine()
                    .getErr()
                    .printf("%d acknowledged and %d refused were expected%n", script.size() - refusals, refusals);
        }
        return asExpected;
    }

    private boolean arriveAt(List<Average> expected) throws InterruptedException {
        Pace pace = Pace.real(Clock.systemUTC());
        Instant end = pace.now().plus(within);
        List<Average> stored = stored();
        while (!stored.equals(expected) && pace.now().isBefore(end)) {
            pace.until(pace.now().plus(BETWEEN_LOOKS));
            stored = stored();
        }
        PrintWriter err = spec.commandLine().getErr();
        List<Average> wrong = new ArrayList<>(expected);
        wrong.removeAll(stored);
        wrong.forEach(average -> err.println("the store does not have " + average));
        err.println(wrong.isEmpty() ? "The store has the same averages." : "The store has other averages.");
        return wrong.isEmpty();
    }

    private List<Average> stored() {
        MonthlyAverages averages = new MonthlyAverages();
        console.api(token).export("readings", tenant, row -> {
            if (row.path("patient").asText().equals(patient)) {
                averages.addExported(row);
            }
        });
        return averages.averages();
    }

    private void printAverages(List<Average> expected) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (averages == Format.json) {
            out.println(new ObjectMapper().writeValueAsString(expected));
        } else {
            out.printf("%-8s %-12s %-18s %6s %12s%n", "month", "kind", "quantity", "count", "average");
            expected.forEach(average -> out.printf(
                    "%-8s %-12s %-18s %6d %12s%n",
                    average.month(), average.kind(), average.parameter(), average.count(), average.average()));
        }
        out.flush();
    }
}
