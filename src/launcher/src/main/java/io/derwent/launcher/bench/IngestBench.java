package io.derwent.launcher.bench;

import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.load.LoadGenerator;
import io.derwent.devicesim.load.LoadPlan;
import io.derwent.devicesim.load.LoadReport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code derwent bench ingest}: QoS 1 from many connections into the gateway, which acknowledges when Kafka has the message,
 * beside Mosquitto under the same load, which keeps nothing, and a bare Kafka producer. Rounds are interleaved, so that a
 * machine that slows down slows both; the median round counts.
 */
@Command(
        name = "ingest",
        description =
                "Publishes a second and milliseconds to PUBACK through the gateway into Kafka, beside Mosquitto and a"
                        + " bare Kafka producer. Needs mosquitto on the path.")
final class IngestBench implements Callable<Integer> {
    private static final String TENANT = "bench";
    private static final int[] IN_FLIGHT = {10, 1};

    @Option(names = "--json", description = "Print one line of JSON.")
    boolean json;

    @Option(names = "--connections", defaultValue = "200", description = "(${DEFAULT-VALUE})")
    int connections;

    @Option(names = "--bytes", defaultValue = "300", description = "Size of a reading (${DEFAULT-VALUE}).")
    int bytes;

    @Option(names = "--seconds", defaultValue = "6", description = "Measured seconds of a round (${DEFAULT-VALUE}).")
    int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "Seconds before measuring (${DEFAULT-VALUE}).")
    int warmUp;

    @Option(
            names = "--first-warm-up",
            defaultValue = "40",
            description = "Seconds of load on a gateway just started, before the first round (${DEFAULT-VALUE}).")
    int firstWarmUp;

    @Option(names = "--rounds", defaultValue = "3", description = "Interleaved rounds (${DEFAULT-VALUE}).")
    int rounds;

    @Override
    public Integer call() throws Exception {
        try (Subject subject = Subject.start("--without", "jobs");
                Mosquitto mosquitto = Mosquitto.start()) {
            List<Login> logins = register(subject);
            Report report = new Report("ingest");
            double ours = 0;
            var unused = load(subject.mqtt(), logins, IN_FLIGHT[0], firstWarmUp);
            for (int inFlight : IN_FLIGHT) {
                List<LoadReport> gateway = new ArrayList<>();
                List<LoadReport> peer = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    peer.add(load(mosquitto.address(), logins, inFlight, warmUp));
                    gateway.add(load(subject.mqtt(), logins, inFlight, warmUp));
                }
                LoadReport mid = median(gateway);
                LoadReport other = median(peer);
                ours = Math.max(ours, mid.perSecond());
                String with = inFlight + " in flight";
                report.compared(
                                "publishes, " + with,
                                mid.perSecond(),
                                "/s",
                                "Mosquitto",
                                other.perSecond(),
                                inFlight > 1 ? "1.0" : "")
                        .compared(
                                "PUBLISH to PUBACK, " + with + ", p50",
                                mid.p50Millis(),
                                "ms",
                                "Mosquitto",
                                other.p50Millis(),
                                "")
                        .compared(
                                "PUBLISH to PUBACK, " + with + ", p99",
                                mid.p99Millis(),
                                "ms",
                                "Mosquitto",
                                other.p99Millis(),
                                "");
                refused(report, with, gateway);
            }
            double bare = new KafkaLoad(subject.kafka(), "hono.event." + TENANT).ratePerSecond(bytes, warmUp, seconds);
            report.compared("publishes, at best", ours, "/s", "bare Kafka producer", bare, "")
                    .print(json);
        }
        return 0;
    }

    private static void refused(Report report, String with, List<LoadReport> gateway) {
        long refused = gateway.stream().mapToLong(LoadReport::refused).sum();
        if (refused > 0) {
            report.figure("refused by the gateway, " + with, (double) refused, "", "0");
        }
    }

    private List<Login> register(Subject subject) throws Exception {
        RegistryApi registry = new RegistryApi(subject.gateway(), subject.adminToken());
        registry.ensureTenant(TENANT);
        List<Login> logins = new ArrayList<>();
        for (int number = 0; number < connections; number++) {
            String device = "load-" + number;
            String password = "only-for-this-bench-" + number;
            registry.ensureDevice(TENANT, device, List.of());
            registry.setPassword(TENANT, device, device, password);
            logins.add(new Login(TENANT, device, password));
        }
        return logins;
    }

    private LoadReport load(String address, List<Login> logins, int inFlight, int unmeasured) throws Exception {
        String[] hostAndPort = LoadPlan.hostAndPort(address);
        return LoadGenerator.run(new LoadPlan(
                hostAndPort[0],
                Integer.parseInt(hostAndPort[1]),
                logins,
                inFlight,
                OptionalInt.empty(),
                bytes,
                Duration.ofSeconds(unmeasured),
                Duration.ofSeconds(seconds),
                "event",
                Instant.now()));
    }

    private static LoadReport median(List<LoadReport> reports) {
        return reports.stream()
                .sorted(Comparator.comparingDouble(LoadReport::perSecond))
                .toList()
                .get(reports.size() / 2);
    }
}
