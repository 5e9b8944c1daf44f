package io.derwent.launcher;

import io.derwent.streamjobs.assets.AssetsJob;
import io.derwent.streamjobs.vitals.VitalsJob;
import io.derwent.wire.KafkaConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which part gets which environment: the one place where an installation's addresses and passwords are handed out. */
final class Environments {
    static final String GATEWAY = "io.derwent.gateway.GatewayMain";
    static final String JOBS = "io.derwent.streamjobs.main.JobsMain";
    static final Set<String> JOB_NAMES = Set.of(VitalsJob.NAME, AssetsJob.NAME);
    static final String CONSOLE = "io.derwent.console.ConsoleMain";
    static final String SIM = "io.derwent.devicesim.SimMain";

    /** Handed on to the gateway as it is; {@link #AS_EVENTS} if nothing is said: the vitals job tells by them who is offline. */
    private static final String CONNECTION_EVENTS = "DERWENT_GATEWAY_CONNECTION_EVENTS";

    /** How people are told: handed on to the console as they are. */
    private static final List<String> CHANNELS = List.of("DERWENT_SMTP_", "DERWENT_NOTIFY_", "DERWENT_PUSH_");

    private static final String AS_EVENTS = "events";

    private final Ports ports;
    private final DataDirectory directory;
    private final Secrets secrets;
    private final SqlAccess sql;
    private final KafkaConnection kafka;
    private final ServerCertificate certificate;
    private final Map<String, String> handedOn;

    Environments(
            Ports ports,
            DataDirectory directory,
            Secrets secrets,
            SqlAccess sql,
            KafkaConnection kafka,
            ServerCertificate certificate,
            Map<String, String> handedOn) {
        this.ports = ports;
        this.directory = directory;
        this.secrets = secrets;
        this.sql = sql;
        this.kafka = kafka;
        this.certificate = certificate;
        this.handedOn = Map.copyOf(handedOn);
    }

    /** Of the variables of whoever starts an installation those that are handed on to its parts. */
    static Map<String, String> handedOn(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(one -> one.getKey().equals(CONNECTION_EVENTS) || isOfAChannel(one.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isOfAChannel(String name) {
        return CHANNELS.stream().anyMatch(name::startsWith);
    }

    Part gateway() {
        Map<String, String> environment = new HashMap<>(sql.gateway());
        environment.putAll(kafka.environment());
        environment.put("DERWENT_GATEWAY_MQTT", "127.0.0.1:" + ports.mqtt());
        environment.put("DERWENT_GATEWAY_MQTTS", "127.0.0.1:" + ports.mqtts());
        environment.put("DERWENT_GATEWAY_TLS_CERT", certificate.certificate().toString());
        environment.put("DERWENT_GATEWAY_TLS_KEY", certificate.key().toString());
        environment.put("DERWENT_GATEWAY_HTTP", "127.0.0.1:" + ports.gateway());
        environment.put(CONNECTION_EVENTS, handedOn.getOrDefault(CONNECTION_EVENTS, AS_EVENTS));
        return new Part("gateway", GATEWAY, 192, List.of(), environment);
    }

    Part jobs() {
        Map<String, String> environment = new HashMap<>(sql.jobs());
        environment.putAll(kafka.environment());
        environment.put("DERWENT_JOBS_STATE_DIR", directory.checkpoints().toString());
        environment.put("DERWENT_JOBS_REST", "127.0.0.1:" + ports.flink());
        return new Part("jobs", JOBS, 320, List.of(), environment).withYoungHeap();
    }

    Part console() {
        Map<String, String> environment = new HashMap<>(sql.console());
        environment.putAll(kafka.environment());
        environment.put("DERWENT_CONSOLE_HTTP", "127.0.0.1:" + ports.console());
        environment.put("DERWENT_ADMIN_PASSWORD", secrets.adminPassword());
        environment.put("DERWENT_ADMIN_TOKEN", secrets.adminToken());
        handedOn.forEach((name, value) -> {
            if (isOfAChannel(name)) {
                environment.put(name, value);
            }
        });
        return new Part("console", CONSOLE, 192, List.of(), environment).compiledQuickly();
    }

    String gatewayUrl() {
        return "http://127.0.0.1:" + ports.gateway();
    }

    String consoleUrl() {
        return "http://127.0.0.1:" + ports.console();
    }

    String flinkUrl() {
        return "http://127.0.0.1:" + ports.flink();
    }

    /**
     * Writes what a part needs to {@code run/NAME.env}, 0600, so that it can be run by hand:
     * {@code set -a; . DIR/run/gateway.env; ./derwent gateway}.
     */
    void writeFor(Part part) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(part.environment())
                .forEach((name, value) -> lines.append(name)
                        .append("='")
                        .append(value.replace("'", "'\\''"))
                        .append("'\n"));
        DataDirectory.writePrivate(directory.run().resolve(part.name() + ".env"), lines.toString());
    }
}
