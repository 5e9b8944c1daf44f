package io.derwent.launcher.bench;

import io.derwent.devicesim.api.ConsoleApi;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.link.Link;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.link.PahoLinks;
import io.derwent.devicesim.link.Publication;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code derwent bench alert}: from the device's PUBLISH to the event on a nurse's open page, while other devices send
 * ordinary readings. Each probe is the first low saturation of a patient, so that each opens a case.
 */
@Command(
        name = "alert",
        description =
                "Milliseconds from PUBLISH to the case on an open cases/stream, while ordinary readings come in at the"
                        + " given rate.")
final class AlertBench implements Callable<Integer> {
    private static final String TENANT = "bench";
    private static final String CONTENT_TYPE = "application/vnd.derwent.reading+json";
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final double AIM_MILLIS = 500;
    private static final int ORDINARY_PERCENT = 97;
    private static final int LOW_PERCENT = 90;

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(
            names = "--rate",
            defaultValue = "500",
            description = "Ordinary readings a second (default: ${DEFAULT-VALUE}).")
    int rate;

    @Option(
            names = "--probes",
            defaultValue = "120",
            description = "Patients whose alert is timed, one every half second (default: ${DEFAULT-VALUE}).")
    int probes;

    @Option(names = "--devices", defaultValue = "50", description = "Devices of ordinary readings (${DEFAULT-VALUE}).")
    int devices;

    @Option(
            names = "--warm-up",
            defaultValue = "200",
            description = "Seconds of the same load before the first timed alert (default: ${DEFAULT-VALUE}).")
    int warmUp;

    @Override
    public Integer call() throws Exception {
        try (Subject subject = Subject.start()) {
            PahoLinks links = new PahoLinks(subject.mqtt());
            List<Link> ordinary = new ArrayList<>();
            List<Link> timed = new ArrayList<>();
            settle(subject, links, ordinary, timed);
            try (CaseWatch watch = new CaseWatch(subject.console(), subject.adminToken(), TENANT)) {
                Histogram latency = measure(ordinary, timed, watch);
                new Report("alert")
                        .compared("PUBLISH to open page, p50", percentile(latency, 50), "ms", "aim", AIM_MILLIS, "")
                        .compared(
                                "PUBLISH to open page, p99",
                                percentile(latency, 99),
                                "ms",
                                "aim",
                                AIM_MILLIS,
                                "< 500 ms")
                        .figure("alerts timed", (double) latency.getTotalCount(), "of " + probes, "")
                        .figure("ordinary readings beside them", rate, "/s", "")
                        .print(json);
                return latency.getTotalCount() == probes ? 0 : 1;
            }
        }
    }

    private void settle(Subject subject, PahoLinks links, List<Link> ordinary, List<Link> timed) throws Exception {
        RegistryApi registry = new RegistryApi(subject.gateway(), subject.adminToken());
        ConsoleApi console = new ConsoleApi(subject.console(), subject.adminToken());
        registry.ensureTenant(TENANT);
        for (int index = 0; index < devices + probes; index++) {
            String device = String.format(Locale.ROOT, "oximeter-%04d", index);
            String patient = String.format(Locale.ROOT, "patient-%04d", index);
            String password = "only-for-this-bench-" + index;
            registry.ensureDevice(TENANT, device, List.of());
            registry.setPassword(TENANT, device, device, password);
            console.ensurePatient(
                    TENANT, patient, "Bench", "Patient", NhsNumbers.number(index), LocalDate.of(1950, 1, 1));
            console.ensureCarePlan(TENANT, patient, "oximetry", 1);
            console.ensureAssignment(TENANT, device, patient, Instant.now().minus(1, ChronoUnit.DAYS));
            (index < devices ? ordinary : timed).add(links.connect(new Login(TENANT, device, password)));
        }
    }

    private Histogram measure(List<Link> ordinary, List<Link> timed, CaseWatch watch) throws InterruptedException {
        Clock clock = Clock.systemUTC();
        long period = TimeUnit.SECONDS.toNanos(1) / rate;
        long start = System.nanoTime();
        long total = (long) rate * (probes / 2 + warmUp);
        long probeEvery = rate / 2;
        int probe = 0;
        for (long number = 0; number < total; number++) {
            long due = start + number * period;
            long wait = due - System.nanoTime();
            if (wait > 0) {
                TimeUnit.NANOSECONDS.sleep(wait);
            }
            publish(ordinary.get((int) (number % ordinary.size())), clock.instant(), ORDINARY_PERCENT);
            if (number >= (long) rate * warmUp && number % probeEvery == 0 && probe < timed.size()) {
                watch.sent(String.format(Locale.ROOT, "patient-%04d", devices + probe), System.nanoTime());
                publish(timed.get(probe), clock.instant(), LOW_PERCENT);
                probe++;
            }
        }
        return watch.await(probe, GRACE);
    }

    private static void publish(Link link, Instant taken, int percent) {
        String payload = "{\"kind\":\"spo2\",\"effectiveTime\":\"" + taken + "\",\"percent\":" + percent + "}";
        var unused = link.publish(new Publication("event", CONTENT_TYPE, payload.getBytes(StandardCharsets.UTF_8)));
    }

    private static double percentile(Histogram histogram, double percent) {
        return histogram.getValueAtPercentile(percent) / 1e3;
    }
}
