package io.derwent.wire.testing;

import io.derwent.wire.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * A real broker for the tests of every module: one Kafka node in a JVM of its own on free ports, its data in a temporary
 * directory, gone at {@link #close}. A module that uses it has {@code org.apache.kafka:kafka_2.13} in test scope.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

    private final Path directory;
    private final KafkaConnection connection;
    private final Process process;

    private EmbeddedKafka(Path directory, KafkaConnection connection, Process process) {
        this.directory = directory;
        this.connection = connection;
        this.process = process;
    }

    /**
     * A server certificate for 127.0.0.1, as PEM files.
     *
     * @param authority   who signed it
     * @param certificate it, and what leads to the authority
     * @param key         its private key, PKCS 8
     */
    public record Certificate(Path authority, Path certificate, Path key) {}

    /** Starts a broker and waits until it answers. */
    public static EmbeddedKafka start() {
        return start(directory -> new Security("PLAINTEXT", "", Optional.empty()));
    }

    /** The same, of a broker that speaks TLS only and asks for a password (SASL/PLAIN); {@link #connection} has it. */
    public static EmbeddedKafka startSecured(Certificate certificate) {
        return start(directory -> Security.byPassword(certificate, directory));
    }

    private static EmbeddedKafka start(SecurityFactory factory) {
        try {
            Path directory = Files.createTempDirectory("derwent-kafka-");
            List<Integer> ports = freePorts();
            Security security = factory.make(directory);
            Path configuration = Files.writeString(
                    directory.resolve("server.properties"), configuration(directory, ports, security));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            EmbeddedKafkaBroker.class.getName(),
                            configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("broker.log").toFile())
                    .start();
            EmbeddedKafka kafka = new EmbeddedKafka(
                    directory, KafkaConnection.to("127.0.0.1:" + ports.get(0), security.clientFile()), process);
            kafka.awaitReady();
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String bootstrapServers() {
        return connection.bootstrapServers();
    }

    public KafkaConnection connection() {
        return connection;
    }

    /** The broker's process id, for tests that stop and continue it (SIGSTOP, SIGCONT). */
    public long pid() {
        return process.pid();
    }

    public Admin admin() {
        return Admin.create(connection.with(Map.of()));
    }

    @Override
    public void close() {
        try {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            deleteTree();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() throws IOException {
        Instant end = Instant.now().plus(STARTS_WITHIN);
        try (Admin admin = admin()) {
            while (true) {
                try {
                    admin.describeCluster().nodes().get(1, TimeUnit.SECONDS);
                    return;
                } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
                    if (!process.isAlive() || Instant.now().isAfter(end)) {
                        throw new IllegalStateException(
                                "the broker does not answer; it said:\n"
                                        + Files.readString(directory.resolve("broker.log")),
                                e);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker starts", e);
        }
    }

    private void deleteTree() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static List<Integer> freePorts() throws IOException {
        try (ServerSocket broker = new ServerSocket(0);
                ServerSocket controller = new ServerSocket(0)) {
            return List.of(broker.getLocalPort(), controller.getLocalPort());
        }
    }

    private static String configuration(Path directory, List<Integer> ports, Security security) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=%4$s://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=%4$s://127.0.0.1:%1$d
                inter.broker.listener.name=%4$s
                listener.security.protocol.map=%4$s:%4$s,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                auto.create.topics.enable=false
                num.partitions=2
                offsets.topic.num.partitions=1
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=1
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                log.cleaner.dedupe.buffer.size=8388608
                %5$s
                """.formatted(
                        ports.get(0), ports.get(1), directory.resolve("data"), security.protocol(), security.broker());
    }

    private interface SecurityFactory {
        Security make(Path directory) throws IOException;
    }

    /** What a broker's configuration says of it, and the file its clients need. */
    private record Security(String protocol, String broker, Optional<Path> clientFile) {
        static Security byPassword(Certificate certificate, Path directory) throws IOException {
            Path chainAndKey = Files.writeString(
                    directory.resolve("server.pem"),
                    Files.readString(certificate.key()) + Files.readString(certificate.certificate()));
            String login = "org.apache.kafka.common.security.plain.PlainLoginModule required"
                    + " username=\"derwent\" password=\"a-secret\"";
            String trust = """
                    ssl.truststore.type=PEM
                    ssl.truststore.location=%s
                    """.formatted(certificate.authority());
            String broker = """
                    ssl.keystore.type=PEM
                    ssl.keystore.location=%s
                    sasl.enabled.mechanisms=PLAIN
                    sasl.mechanism.inter.broker.protocol=PLAIN
                    listener.name.sasl_ssl.plain.sasl.jaas.config=%s user_derwent=\"a-secret\";
                    """.formatted(chainAndKey, login);
            String client = """
                    security.protocol=SASL_SSL
                    sasl.mechanism=PLAIN
                    sasl.jaas.config=%s;
                    """.formatted(login);
            return new Security(
                    "SASL_SSL",
                    broker + trust,
                    Optional.of(Files.writeString(directory.resolve("client.properties"), client + trust)));
        }
    }
}
