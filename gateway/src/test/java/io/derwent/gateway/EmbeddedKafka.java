package io.derwent.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.awaitility.Awaitility;

/**
 * One real Kafka broker (KRaft) as a child JVM, so that a test can stop it in its tracks with {@link #pause} and let it go on.
 */
final class EmbeddedKafka implements AutoCloseable {
    private final int port;
    private final Process process;

    private EmbeddedKafka(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    static EmbeddedKafka start() {
        try {
            Path directory = Files.createTempDirectory("derwent-kafka");
            int port = freePort();
            Path config = directory.resolve("server.properties");
            Files.writeString(config, config(port, freePort(), directory));
            format(config);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx256m",
                            "-XX:+UseSerialGC",
                            "-cp",
                            classPath(),
                            "kafka.Kafka",
                            config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("broker.log").toFile())
                    .start();
            EmbeddedKafka kafka = new EmbeddedKafka(port, process);
            Runtime.getRuntime().addShutdownHook(new Thread(kafka::close));
            kafka.awaitReady();
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException("the broker does not start", e);
        }
    }

    String bootstrap() {
        return "127.0.0.1:" + port;
    }

    Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()));
    }

    /** The broker takes connections but does nothing: SIGSTOP. */
    void pause() {
        signal("STOP");
    }

    /** It goes on where it was: SIGCONT. */
    void resume() {
        signal("CONT");
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            resume();
            process.destroyForcibly();
        }
    }

    private void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("kill -" + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReady() {
        try (Admin admin = admin()) {
            Awaitility.await("broker")
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions()
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException("the broker ended with " + process.exitValue());
                        }
                        return admin.describeCluster()
                                        .nodes()
                                        .get(2, TimeUnit.SECONDS)
                                        .size()
                                == 1;
                    });
        }
    }

    private static void format(Path config) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        int result = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "-t", "AAAAAAAAQACAAAAAAAAAAA", "-c", config.toString()},
                nowhere);
        if (result != 0) {
            throw new IllegalStateException("the broker's directory cannot be formatted");
        }
    }

    private static String classPath() {
        return Objects.requireNonNull(
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    }

    private static String config(int port, int controllerPort, Path directory) {
        return String.join(
                "\n",
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port,
                        "controller.listener.names=CONTROLLER",
                        "log.dirs=" + directory.resolve("log"),
                        "auto.create.topics.enable=false",
                        "num.partitions=1",
                        "offsets.topic.num.partitions=1",
                        "offsets.topic.replication.factor=1",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        "share.coordinator.state.topic.replication.factor=1",
                        "share.coordinator.state.topic.min.isr=1",
                        "group.initial.rebalance.delay.ms=0",
                        "log.cleaner.dedupe.buffer.size=8388608"));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
