package io.derwent.hono;

import static org.assertj.core.api.Assertions.assertThat;

import io.derwent.wire.DerwentTopics;
import io.derwent.wire.testing.EmbeddedKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process as a person or a script sees it: lines, sentences, exit codes. */
@Timeout(120)
class TailIT {
    private static final String TENANT = "tailed";
    private static final int STOPPED_BY_CTRL_C = 130;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void register() {
        Installation.gateway().withTenant(TENANT, "{}").withDevice(TENANT, "cuff", "{}");
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void aLineForEachMessageUntilCtrlC() throws Exception {
        Process tail = reading("tail", TENANT);
        BufferedReader out = tail.inputReader(StandardCharsets.UTF_8);

        send("event", "text/plain", "hello");

        assertThat(out.readLine()).matches("20\\S+Z connection cuff connected, client cuff-client at hono-mqtt");
        assertThat(out.readLine())
                .matches("20\\S+Z event cuff text/plain qos1 hello \\[orig_adapter=hono-mqtt, orig_address=event\\]");
        assertThat(out.readLine()).contains(" connection cuff disconnected, ");
        interrupt(tail);
        assertThat(tail.waitFor()).isEqualTo(STOPPED_BY_CTRL_C);
        assertThat(out.readLine()).isNull();
        assertThat(errors(tail)).isEmpty();
    }

    @Test
    void onlyTelemetryAsJson() throws Exception {
        Process tail = reading("tail", TENANT, "--telemetry", "--json");

        send("event", "text/plain", "not this");
        send("telemetry", "text/plain", "this");

        assertThat(tail.inputReader(StandardCharsets.UTF_8).readLine())
                .startsWith("{\"time\":\"20")
                .endsWith(
                        "\"kind\":\"telemetry\",\"tenant\":\"tailed\",\"device\":\"cuff\",\"contentType\":\"text/plain\",\"qos\":1,"
                                + "\"payload\":\"this\",\"properties\":{\"orig_adapter\":\"hono-mqtt\",\"orig_address\":\"telemetry\"}}");
    }

    @Test
    void fromTheStartItShowsWhatIsThereAlready() throws Exception {
        Installation.gateway().withTenant("earlier", "{}").withDevice("earlier", "cuff", "{}");
        send("earlier", "telemetry", "text/plain", "was there");

        Process tail = reading("tail", "earlier", "--telemetry", "--from-start");

        assertThat(tail.inputReader(StandardCharsets.UTF_8).readLine()).contains(" was there ");
    }

    @Test
    void whenNobodyReadsAnyMoreItEnds() throws Exception {
        Process tail = reading("tail", TENANT, "--telemetry");
        tail.getInputStream().close();

        send("telemetry", "text/plain", "for nobody");

        assertThat(tail.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(tail.exitValue()).isZero();
    }

    @Test
    void whenTheLauncherDiesItEnds() throws Exception {
        Process tail = reading("tail", TENANT);

        tail.getOutputStream().close();

        assertThat(tail.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whenKafkaGoesAwayItIsSaid() throws Exception {
        Process tail;
        BufferedReader err;
        try (EmbeddedKafka kafka = EmbeddedKafka.start();
                Admin admin = kafka.admin()) {
            DerwentTopics.createMissing(admin, DerwentTopics.ofTenant("left"));
            tail = hono("tail", "left", "--kafka", kafka.bootstrapServers());
            err = tail.errorReader(StandardCharsets.UTF_8);
            assertThat(err.readLine()).startsWith("reading ");
        }

        assertThat(err.readLine()).contains(" WARN ", "Node may not be available");
        assertThat(tail.isAlive()).isTrue();
        interrupt(tail);
        assertThat(tail.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aTenantThatDoesNotExistIsASentence() throws Exception {
        Process tail = hono("tail", "nobody", "--events", "--kafka", Installation.kafka());

        assertThat(errors(tail))
                .isEqualTo("There is no tenant \"nobody\" at %s: Kafka has no topic hono.event.nobody."
                        .formatted(Installation.kafka()));
        assertThat(tail.waitFor()).isEqualTo(1);
    }

    @Test
    void noKafkaIsASentence() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Process tail = hono("tail", TENANT, "--kafka", "127.0.0.1:" + free);

        assertThat(errors(tail))
                .isEqualTo("No Kafka answers at 127.0.0.1:%d (for 5 s); name another with --kafka or DERWENT_KAFKA."
                        .formatted(free));
        assertThat(tail.waitFor()).isEqualTo(3);
    }

    @Test
    void anAddressThatIsNoneIsASentence() throws Exception {
        Process tail = hono("tail", TENANT, "--kafka", "nowhere");

        assertThat(errors(tail)).isEqualTo("\"nowhere\" is not an address of Kafka, host:port is expected.");
        assertThat(tail.waitFor()).isEqualTo(2);
    }

    @Test
    void aWrongTenantIdIsAUsageError() throws Exception {
        Process tail = hono("tail", "a/b");

        assertThat(errors(tail)).startsWith("\"a/b\" is not the id of a tenant").contains("Usage: derwent hono tail");
        assertThat(tail.waitFor()).isEqualTo(2);
    }

    @Test
    void helpNamesEverything() throws Exception {
        Process tail = hono("tail", "--help");

        String help = new String(tail.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(help)
                .contains("Usage: derwent hono tail", "--events", "--telemetry", "--json", "--from-start", "--kafka")
                .contains("Exit codes:");
        assertThat(tail.waitFor()).isZero();
    }

    private static void send(String topic, String contentType, String payload) throws MqttException {
        send(TENANT, topic, contentType, payload);
    }

    private static void send(String tenant, String topic, String contentType, String payload) throws MqttException {
        MqttMessage message = new MqttMessage(payload.getBytes(StandardCharsets.UTF_8), 1, false, new MqttProperties());
        message.getProperties().setContentType(contentType);
        MqttClient device = Installation.connect(tenant, "cuff");
        device.publish(topic, message);
        device.disconnect();
        device.close();
    }

    /** Started, and known to miss nothing from now on. */
    private Process reading(String... words) throws IOException {
        Process tail = hono(words);
        assertThat(tail.errorReader(StandardCharsets.UTF_8).readLine())
                .startsWith("reading hono.")
                .endsWith(" at %s; Ctrl-C ends it".formatted(Installation.kafka()));
        return tail;
    }

    private Process hono(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-Dderwent.ends.with.input=true",
                "-cp",
                System.getProperty("java.class.path"),
                HonoMain.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DERWENT_KAFKA", Installation.kafka());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    private static void interrupt(Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                        .start()
                        .waitFor(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }
}
