package io.derwent.hono;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.derwent.wire.HonoTopics;
import io.derwent.wire.KafkaConnection;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code derwent hono tail}: prints a tenant's messages as they come, one line each, until Ctrl-C. */
@Command(
        name = "tail",
        description = {
            "Prints a tenant's messages as they come, one line each: time, kind, device, content type, QoS, payload, properties.",
            "Connection events and empty notifications are told apart from other events. A message whose time to live has"
                    + " passed is not shown, as Hono's client has it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nobody reads the output any more",
            "1:there is no such tenant",
            "2:wrong words",
            "3:Kafka does not answer",
            "130:stopped by Ctrl-C"
        })
@SuppressWarnings("NullAway.Init") // picocli sets them
final class TailCommand implements Callable<Integer> {
    /** Hono's device registry, default pattern of tenant ids. */
    private static final Pattern TENANT = Pattern.compile("[a-zA-Z0-9-_.]+");

    @Parameters(index = "0", paramLabel = "TENANT", description = "id of the tenant")
    private String tenant;

    @Option(names = "--events", description = "only events; with --telemetry, or with neither: both")
    private boolean events;

    @Option(names = "--telemetry", description = "only telemetry")
    private boolean telemetry;

    @Option(names = "--from-start", description = "begin with the oldest message Kafka has, not with the next")
    private boolean fromStart;

    @Option(names = "--json", description = "an object of JSON on each line")
    private boolean json;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:DERWENT_KAFKA:-127.0.0.1:9092}",
            description = "where Kafka answers; DERWENT_KAFKA, else 127.0.0.1:9092")
    private String kafka;

    @Option(
            names = "--kafka-properties",
            paramLabel = "FILE",
            defaultValue = "${env:DERWENT_KAFKA_PROPERTIES}",
            description = "Kafka's client properties for TLS and login; DERWENT_KAFKA_PROPERTIES, else none")
    private @Nullable Path kafkaProperties;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        if (!TENANT.matcher(tenant).matches()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "\"%s\" is not the id of a tenant: letters, digits, -, _ and . are expected".formatted(tenant));
        }
        List<String> topics = topics();
        KafkaConnection connection = connection();
        Northbound.check(connection, tenant, topics);
        // from here on it is news when Kafka goes away; before, the one sentence says it
        ((Logger) LoggerFactory.getLogger("org.apache.kafka")).setLevel(Level.WARN);

        Northbound northbound = new Northbound(connection, fromStart ? Northbound.From.START : Northbound.From.NOW);
        Runtime.getRuntime().addShutdownHook(new Thread(northbound::close, "stop"));
        Output out = new Output(json ? Lines::json : Lines::text);
        if (wantsTelemetry()) {
            northbound.onTelemetry(tenant, out::print);
        }
        if (wantsEvents()) {
            northbound.onEvent(tenant, out::print);
        }
        spec.commandLine().getErr().printf("reading %s at %s; Ctrl-C ends it%n", String.join(" and ", topics), kafka);
        out.awaitBroken();
        return CommandLine.ExitCode.OK;
    }

    private KafkaConnection connection() {
        try {
            return KafkaConnection.to(kafka, Optional.ofNullable(kafkaProperties));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private boolean wantsTelemetry() {
        return telemetry || !events;
    }

    private boolean wantsEvents() {
        return events || !telemetry;
    }

    private List<String> topics() {
        List<String> topics = new ArrayList<>();
        if (wantsTelemetry()) {
            topics.add(HonoTopics.telemetry(tenant));
        }
        if (wantsEvents()) {
            topics.add(HonoTopics.event(tenant));
        }
        return topics;
    }

    /** Standard output, and whether somebody still reads it ({@code … | head -3} ends the process after three lines). */
    private static final class Output {
        private final Function<Received, String> format;
        private final PrintStream stream =
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        private final CountDownLatch broken = new CountDownLatch(1);

        Output(Function<Received, String> format) {
            this.format = format;
        }

        /** Telemetry and events have an event loop each. */
        synchronized void print(Received message) {
            stream.println(format.apply(message));
            if (stream.checkError()) { // flushes
                broken.countDown();
            }
        }

        void awaitBroken() throws InterruptedException {
            broken.await();
        }
    }
}
