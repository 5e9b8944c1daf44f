package io.derwent.devicesim;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.derwent.devicesim.api.RegistryApi;
import io.derwent.devicesim.link.Login;
import io.derwent.devicesim.load.LoadGenerator;
import io.derwent.devicesim.load.LoadPlan;
import io.derwent.devicesim.load.LoadReport;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sim load}. */
@Command(
        name = "load",
        description = {
            "Publishes readings from many MQTT 5 connections, QoS 1, and prints the rate and the latency of the PUBACKs.",
            "Works against any broker with --anonymous; against the gateway it makes its devices through the registry API.",
            "Exit code 1 if a message was refused or not answered."
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
final class LoadCommand implements Callable<Integer> {
    private static final int SECRET_BYTES = 24;

    @Mixin
    private GatewayOptions gateway;

    @Mixin
    private TokenOption token;

    @Option(names = "--anonymous", description = "connect without user name and password")
    private boolean anonymous;

    @Option(
            names = "--tenant",
            defaultValue = "load",
            description = "organisation of the devices made (${DEFAULT-VALUE})")
    private String tenant;

    @Option(names = "--connections", defaultValue = "200", description = "(${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--in-flight",
            defaultValue = "10",
            description = "messages per connection waiting for their PUBACK at a time (${DEFAULT-VALUE})")
    private int inFlight;

    @Option(
            names = "--rate",
            paramLabel = "PER SECOND",
            description = "over all connections, evenly spaced; default: as fast as acknowledgements come")
    private @Nullable Integer rate;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "300",
            description = "size of a reading (${DEFAULT-VALUE})")
    private int payload;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            defaultValue = "4s",
            description = "before anything is counted (${DEFAULT-VALUE})")
    private Duration warmUp;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "10s",
            description = "the counted part (${DEFAULT-VALUE})")
    private Duration length;

    @Option(names = "--topic", defaultValue = "event", description = "topic name (${DEFAULT-VALUE})")
    private String topic;

    @Option(names = "--json", description = "print the figures as one line of JSON")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        String[] address = LoadPlan.hostAndPort(gateway.mqtt);
        LoadReport report = LoadGenerator.run(new LoadPlan(
                address[0],
                Integer.parseInt(address[1]),
                anonymous ? Collections.nCopies(connections, new Login("", "", "")) : devices(),
                inFlight,
                rate == null ? OptionalInt.empty() : OptionalInt.of(rate),
                payload,
                warmUp,
                length,
                topic,
                Instant.now()));
        print(report);
        return report.refused() == 0 && report.unanswered() == 0 ? 0 : SimMain.NOT_AS_IT_SHOULD_BE;
    }

    private List<Login> devices() {
        RegistryApi registry = gateway.registry(token);
        registry.ensureTenant(tenant);
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        String password = HexFormat.of().formatHex(secret);
        return IntStream.range(0, connections)
                .mapToObj("load-%05d"::formatted)
                .map(device -> {
                    registry.ensureDevice(tenant, device, List.of());
                    registry.setPassword(tenant, device, device, password);
                    return new Login(tenant, device, password);
                })
                .toList();
    }

    private void print(LoadReport report) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(report));
        } else {
            out.printf("%-14s %12d%n", "connections", report.connections());
            out.printf("%-14s %12d%n", "in flight", report.inFlight());
            out.printf("%-14s %12d%n", "acknowledged", report.acknowledged());
            out.printf("%-14s %12d%n", "refused", report.refused());
            out.printf("%-14s %12d%n", "unanswered", report.unanswered());
            out.printf("%-14s %12.0f%n", "per second", report.perSecond());
            for (double percentile : new double[] {50, 90, 99, 99.9, 100}) {
                out.printf("%-14s %12.2f ms%n", "p" + percentile, report.millisAt(percentile));
            }
        }
        out.flush();
    }
}
